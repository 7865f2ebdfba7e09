/**
 * How sure a number is: estimates with intervals, tests, agreement, frontiers, and the verdict on a
 * comparison.
 *
 * <p>Read {@link org.plumbline.core.stats.Estimate} first, then {@link
 * org.plumbline.core.stats.Comparison}.
 */
@NullMarked
package org.plumbline.core.stats;

import org.jspecify.annotations.NullMarked;
