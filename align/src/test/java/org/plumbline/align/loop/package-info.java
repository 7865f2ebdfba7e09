@NullMarked
package org.plumbline.align.loop;

import org.jspecify.annotations.NullMarked;
