package org.plumbline.align.policy;

import java.util.List;
import org.plumbline.core.math.KlEstimator;
import org.plumbline.core.math.Mask;
import org.plumbline.core.math.SequenceKl;
import org.plumbline.core.math.TokenKl;
import org.plumbline.core.score.Scorer;
import org.plumbline.lm.generate.Completion;
import org.plumbline.lm.model.CausalLm;

/**
 * A rollout with its proxy rewards and its KL to the reference.
 *
 * @param rollout what was sampled
 * @param scores proxy reward of each completion, before any penalty for KL
 * @param kl estimate k1 of each token, in nats: the one object that penalises and is logged
 * @param klNonNegative estimate k3 of each token, in nats, to watch beside it
 * @param referenceLogProbs log-probability of each sampled token under the reference, [completions,
 *     time]
 */
@SuppressWarnings(
    "ArrayRecordComponent") // rows of numbers on their way through one step, never compared
public record ScoredRollout(
    Rollout rollout,
    double[] scores,
    TokenKl kl,
    TokenKl klNonNegative,
    double[][] referenceLogProbs) {

  /** Scores a rollout and measures its KL to a reference. */
  public static ScoredRollout of(Rollout rollout, Scorer proxy, CausalLm reference, int batchSize) {
    double[] scores = proxy.score(rollout.exchanges());
    double[][] referenceLogProbs =
        ReferenceLogProbs.of(reference, rollout.completions(), batchSize);
    double[][] logProbs = logProbs(rollout.completions());
    Mask mask = Mask.all(logProbs);
    return new ScoredRollout(
        rollout,
        scores,
        KlEstimator.K1.estimate(logProbs, referenceLogProbs, mask),
        KlEstimator.K3.estimate(logProbs, referenceLogProbs, mask),
        referenceLogProbs);
  }

  /** KL of each sequence, in nats. */
  public SequenceKl sequenceKl() {
    return kl.perSequence();
  }

  /** Values in completion order as [prompts, samples]. */
  double[][] byPrompt(double[] values) {
    int samples = rollout.samples();
    double[][] rows = new double[values.length / samples][];
    for (int p = 0; p < rows.length; p++) {
      rows[p] = java.util.Arrays.copyOfRange(values, p * samples, (p + 1) * samples);
    }
    return rows;
  }

  private static double[][] logProbs(List<Completion> completions) {
    double[][] rows = new double[completions.size()][];
    for (int i = 0; i < rows.length; i++) {
      float[] values = completions.get(i).logProbs();
      rows[i] = new double[values.length];
      for (int t = 0; t < values.length; t++) {
        rows[i][t] = values[t];
      }
    }
    return rows;
  }
}
