@NullMarked
package org.plumbline.cli.frame;

import org.jspecify.annotations.NullMarked;
