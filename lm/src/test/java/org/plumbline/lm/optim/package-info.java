@NullMarked
package org.plumbline.lm.optim;

import org.jspecify.annotations.NullMarked;
