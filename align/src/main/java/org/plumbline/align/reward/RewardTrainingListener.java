package org.plumbline.align.reward;

import org.plumbline.align.loop.StepListener;

/** Is told how the training of reward models goes on. */
public interface RewardTrainingListener {

  /** Tells nobody. */
  RewardTrainingListener NONE = new RewardTrainingListener() {};

  /**
   * The preferences are read.
   *
   * @param texts how many different texts they hold
   * @param cut how many of them were longer than the model reads, and cut
   */
  default void afterReading(int texts, long cut) {}

  /**
   * The common head was fitted over the start model, the first model that can be measured.
   *
   * @param probe scores with the start model's features; it is closed when this returns
   */
  default void afterProbe(RewardModel probe) {}

  /** The share of the lower layers' activations that is computed, from 0 to 1. */
  default void activations(double share) {}

  /** Who is told of a member's steps; members count from 0. */
  default StepListener member(int member) {
    return (step, steps, metrics) -> {};
  }

  /** A member is ready. */
  default void afterMember(int member, RewardModel model) {}
}
