/**
 * Reward models from preferences: Bradley-Terry training of one or several, their ensemble, their
 * average in weight space.
 *
 * <p>Read {@link org.plumbline.align.reward.RewardTraining} first, then {@link
 * org.plumbline.align.reward.RewardModel}.
 */
@NullMarked
package org.plumbline.align.reward;

import org.jspecify.annotations.NullMarked;
