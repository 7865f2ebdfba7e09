/**
 * The mathematics of alignment as pure functions over arrays of double: masked reductions, pairwise
 * losses, baselines, divergences, schedules. No tensor, no file, no state.
 *
 * <p>Read {@link org.plumbline.core.math.MaskedReductions} first.
 */
@NullMarked
package org.plumbline.core.math;

import org.jspecify.annotations.NullMarked;
