package org.plumbline.align.policy;

import java.util.Arrays;
import org.plumbline.align.loop.Step;
import org.plumbline.lm.generate.StopReason;

/** What a step's row says of a rollout. */
final class PolicyDiagnostics {
  private PolicyDiagnostics() {}

  static void record(Step step, ScoredRollout scored) {
    Rollout rollout = scored.rollout();
    double mean = Arrays.stream(scored.scores()).average().orElse(0);
    double variance =
        Arrays.stream(scored.scores()).map(s -> (s - mean) * (s - mean)).sum()
            / Math.max(1, rollout.size() - 1);
    long ended = rollout.completions().stream().filter(c -> c.stop() == StopReason.EOS).count();
    step.record("proxy_reward", mean);
    step.record("proxy_reward_standard_error", Math.sqrt(variance / rollout.size()));
    step.record("kl_k1_nats_per_sequence", scored.sequenceKl().mean());
    step.record("kl_k3_nats_per_sequence", scored.klNonNegative().perSequence().mean());
    step.record("completion_tokens", rollout.tokens() / (double) rollout.size());
    step.record("ended_share", ended / (double) rollout.size());
  }
}
