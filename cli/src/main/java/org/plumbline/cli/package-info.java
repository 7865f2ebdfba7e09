/** The {@code plumb} command: read {@link org.plumbline.cli.Plumb} first. */
@NullMarked
package org.plumbline.cli;

import org.jspecify.annotations.NullMarked;
