@NullMarked
package org.plumbline.distill.dedup;

import org.jspecify.annotations.NullMarked;
