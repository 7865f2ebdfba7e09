package org.plumbline.lm.model;

import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Tensor;

/** Log-probabilities of tokens under a model, for the tokens asked for and no others. */
public final class TokenLogProbs {
  private TokenLogProbs() {}

  /**
   * Log-probabilities of the tokens from {@code starts[row]} to the end of each row, row after row.
   *
   * <p>Only those positions reach the vocabulary: neither prompts nor filling cost logits.
   *
   * @param starts for each row the first token asked for; at least 1, because nothing predicts the
   *     first token
   * @return [tokens]
   */
  public static Tensor of(CausalLm lm, TokenBatch batch, int[] starts) {
    Selection selection = select(batch, starts);
    Tensor hidden = lm.hidden(batch);
    Tensor asked = hidden.reshape(-1, hidden.size(-1)).indexSelect(0, selection.predictors);
    Tensor logits = lm.logits(asked);
    return logits.gatherLast(selection.targets).minus(Ops.logSumExp(logits));
  }

  /** Starts that ask for every token of a batch but the first of each row. */
  public static int[] all(TokenBatch batch) {
    int[] starts = new int[batch.size()];
    java.util.Arrays.fill(starts, 1);
    return starts;
  }

  private static Selection select(TokenBatch batch, int[] starts) {
    int count = 0;
    for (int r = 0; r < batch.size(); r++) {
      if (starts[r] < 1) {
        throw new IllegalArgumentException(
            "token 0 has no predictor; starts must be at least 1 (got %d)".formatted(starts[r]));
      }
      count += Math.max(0, batch.length(r) - starts[r]);
    }
    long[] predictors = new long[count];
    long[] targets = new long[count];
    int n = 0;
    for (int r = 0; r < batch.size(); r++) {
      for (int t = starts[r]; t < batch.length(r); t++) {
        predictors[n] = (long) r * batch.width() + t - 1;
        targets[n++] = batch.rows().get(r)[t];
      }
    }
    return new Selection(Tensor.ofLongs(predictors, count), Tensor.ofLongs(targets, count));
  }

  private record Selection(Tensor predictors, Tensor targets) {}
}
