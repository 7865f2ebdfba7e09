package org.plumbline.align.policy;

import org.plumbline.lm.tensor.Tensor;

/**
 * What a policy-gradient method adds to the loop: how good each completion was, and what to descend
 * on.
 */
public interface PolicyMethod {

  /** Completions that are sampled for each prompt. */
  int samples();

  /** The advantage of each completion, in units of reward. */
  double[] advantages(ScoredRollout rollout);

  /** The loss of a batch, [], divided by the batch's denominator. */
  Tensor loss(PolicyBatch batch);
}
