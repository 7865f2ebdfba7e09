/**
 * Models against files that state what they must compute.
 *
 * <p>Read {@link org.plumbline.lm.check.ModelCheck} first.
 */
@NullMarked
package org.plumbline.lm.check;

import org.jspecify.annotations.NullMarked;
