/**
 * Learning to write by imitation: from random weights, or from a model that writes already.
 *
 * <p>Read {@link org.plumbline.align.sft.SupervisedTraining} first.
 */
@NullMarked
package org.plumbline.align.sft;

import org.jspecify.annotations.NullMarked;
