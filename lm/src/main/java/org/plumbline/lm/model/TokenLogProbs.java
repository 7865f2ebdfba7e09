package org.plumbline.lm.model;

import java.util.Arrays;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * Log-probabilities of tokens under a model, for the tokens asked for and no others.
 *
 * <p>Logits of all of them at once would be the largest tensor of all: where no gradients are
 * recorded, and where there are many, they are made part by part, and anew in the backward pass.
 */
public final class TokenLogProbs {
  /** Logits that stand in memory at once, 64 MiB. */
  public static final long LOGITS_AT_ONCE = 1L << 24;

  /** Logits that are kept for the backward pass, because computing them again takes time. */
  private static final long LOGITS_KEPT = 4 * LOGITS_AT_ONCE;

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
    return of(lm, batch, TokenTargets.from(batch, starts));
  }

  /** Log-probabilities of these tokens, [tokens]. */
  public static Tensor of(CausalLm lm, TokenBatch batch, TokenTargets targets) {
    return of(lm, predictors(lm, batch, targets), targets, LOGITS_AT_ONCE, LOGITS_KEPT);
  }

  /** Starts that ask for every token of a batch but the first of each row. */
  public static int[] all(TokenBatch batch) {
    int[] starts = new int[batch.size()];
    Arrays.fill(starts, 1);
    return starts;
  }

  /** The hidden states that predict these tokens, [tokens, width]. */
  static Tensor predictors(CausalLm lm, TokenBatch batch, TokenTargets targets) {
    return lm.hidden(batch)
        .reshape(-1, lm.width())
        .indexSelect(0, Tensor.ofLongs(targets.predictors(), targets.count()));
  }

  /**
   * @param hidden [tokens, width]
   * @param atOnce logits in a part
   * @param kept so many logits and fewer are not computed again
   */
  static Tensor of(CausalLm lm, Tensor hidden, TokenTargets targets, long atOnce, long kept) {
    long logits = (long) targets.count() * lm.vocabularySize();
    if (logits == 0 || Scope.recordsGradients() && logits <= Math.max(atOnce, kept)) {
      return logProbs(lm, hidden, Tensor.ofLongs(targets.ids(), targets.count()));
    }
    LogitParts parts = new LogitParts(lm, hidden, targets, atOnce);
    Tensor values = Tensor.cat(parts.map(part -> logProbs(lm, part.hidden(), part.ids())), 0);
    return Scope.recordsGradients() ? values.cut(parts::backwardLogProbs) : values;
  }

  static Tensor logProbs(CausalLm lm, Tensor hidden, Tensor ids) {
    return Scope.part(
        () -> {
          Tensor logits = lm.logits(hidden);
          return logits.gatherLast(ids).minus(Ops.logSumExp(logits));
        });
  }
}
