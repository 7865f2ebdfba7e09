/**
 * Aligning a policy against a reward: rollouts, methods, KL, Elastic Reset, evaluation.
 *
 * <p>Read {@link org.plumbline.align.policy.Rloo} first, then {@link
 * org.plumbline.align.policy.PolicyTraining}, which calls it.
 */
@NullMarked
package org.plumbline.align.policy;

import org.jspecify.annotations.NullMarked;
