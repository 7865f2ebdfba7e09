package org.plumbline.lm.model;

import static org.plumbline.core.error.Require.require;

import org.plumbline.lm.layer.Activation;

/**
 * The feed-forward networks of a decoder's blocks.
 *
 * @param innerSize width inside
 * @param activation the nonlinear function
 * @param bias whether the linear maps have a bias
 * @param experts number of experts in blocks that have them; 0 if none has
 * @param chosenExperts how many of them a position goes through
 * @param expertSize width inside an expert
 * @param renormalised whether the weights of the chosen experts are scaled to sum to 1
 */
public record FeedForwardConfig(
    int innerSize,
    Activation activation,
    boolean bias,
    int experts,
    int chosenExperts,
    int expertSize,
    boolean renormalised) {
  public FeedForwardConfig {
    require(innerSize > 0, "intermediate_size must be positive (got %d)", innerSize);
    require(experts >= 0, "the number of experts must not be negative (got %d)", experts);
    require(
        experts == 0 || chosenExperts > 0 && chosenExperts <= experts,
        "num_experts_per_tok must lie between 1 and the number of experts, %d (got %d)",
        experts,
        chosenExperts);
  }

  /** Networks without experts. */
  public static FeedForwardConfig of(int innerSize, Activation activation, boolean bias) {
    return new FeedForwardConfig(innerSize, activation, bias, 0, 0, 0, false);
  }

  /** With or without biases. */
  public FeedForwardConfig withBias(boolean wanted) {
    return new FeedForwardConfig(
        innerSize, activation, wanted, experts, chosenExperts, expertSize, renormalised);
  }

  /** With another function. */
  public FeedForwardConfig withActivation(Activation other) {
    return new FeedForwardConfig(
        innerSize, other, bias, experts, chosenExperts, expertSize, renormalised);
  }

  /** With experts. */
  public FeedForwardConfig withExperts(int count, int chosen, int size, boolean renormalise) {
    return new FeedForwardConfig(innerSize, activation, bias, count, chosen, size, renormalise);
  }
}
