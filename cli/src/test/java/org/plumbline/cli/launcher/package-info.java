/**
 * The launcher script as its users meet it: read {@link org.plumbline.cli.launcher.LauncherTest}
 * first.
 */
@NullMarked
package org.plumbline.cli.launcher;

import org.jspecify.annotations.NullMarked;
