@NullMarked
package org.plumbline.distill.corpus;

import org.jspecify.annotations.NullMarked;
