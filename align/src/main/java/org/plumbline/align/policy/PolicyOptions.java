package org.plumbline.align.policy;

import static org.plumbline.core.error.Require.require;

import org.plumbline.lm.optim.AdamW;

/**
 * How long and how fast a policy is trained.
 *
 * @param steps rollouts of the whole run
 * @param promptsPerStep prompts of one rollout
 * @param minibatches updates made of one rollout; 1 keeps the method on its policy
 * @param microbatchSize sequences of similar length that are differentiated at once; changes memory
 *     and speed, not results
 * @param maxNewTokens most tokens of a completion
 * @param learningRate of the updates, constant after the warm-up
 * @param warmupSteps steps in which it rises from 0
 * @param evaluateEvery steps between two evaluations; 0 evaluates at the start and the end only
 * @param checkpointEvery steps between two checkpoints; 0 writes one at the end only
 * @param optimizer what AdamW does besides
 */
public record PolicyOptions(
    long steps,
    int promptsPerStep,
    int minibatches,
    int microbatchSize,
    int maxNewTokens,
    double learningRate,
    long warmupSteps,
    long evaluateEvery,
    long checkpointEvery,
    AdamW.Options optimizer) {

  public PolicyOptions {
    require(steps > 0, "steps must be positive (got %d)", steps);
    require(promptsPerStep > 0, "prompts-per-step must be positive (got %d)", promptsPerStep);
    require(
        minibatches > 0 && minibatches <= promptsPerStep,
        "minibatches must lie between 1 and prompts-per-step %d (got %d)",
        promptsPerStep,
        minibatches);
    require(microbatchSize > 0, "microbatch-size must be positive (got %d)", microbatchSize);
    require(maxNewTokens > 0, "max-new-tokens must be positive (got %d)", maxNewTokens);
    require(learningRate > 0, "learning-rate must be positive (got %s)", learningRate);
    require(warmupSteps >= 0, "warmup-steps must not be negative (got %d)", warmupSteps);
    require(evaluateEvery >= 0, "evaluate-every must not be negative (got %d)", evaluateEvery);
    require(
        checkpointEvery >= 0, "checkpoint-every must not be negative (got %d)", checkpointEvery);
  }
}
