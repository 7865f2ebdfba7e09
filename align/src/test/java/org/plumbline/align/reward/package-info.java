/** Read {@link org.plumbline.align.reward.RewardTrainingTest} first. */
@NullMarked
package org.plumbline.align.reward;

import org.jspecify.annotations.NullMarked;
