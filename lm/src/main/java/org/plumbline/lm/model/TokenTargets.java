package org.plumbline.lm.model;

import java.util.List;

/**
 * Tokens of a batch whose log-probabilities are asked for, row after row.
 *
 * @param predictors where each one's predecessor stands in the flattened [batch * time] view
 * @param ids the tokens themselves
 */
@SuppressWarnings("ArrayRecordComponent") // on their way to a tensor, never compared
public record TokenTargets(long[] predictors, long[] ids) {

  /**
   * Those from {@code starts[row]} to the end of each row.
   *
   * @param starts for each row the first token asked for; at least 1, because nothing predicts the
   *     first token
   */
  public static TokenTargets from(TokenBatch batch, int[] starts) {
    for (int start : starts) {
      requirePredictor(start);
    }
    return where(batch, (row, t) -> t >= starts[row]);
  }

  /**
   * Those that are marked.
   *
   * @param marked for each row whether each of its tokens is asked for; never the first of a
   *     document
   */
  public static TokenTargets marked(TokenBatch batch, List<boolean[]> marked) {
    return where(batch, (row, t) -> marked.get(row)[t]);
  }

  /** How many there are. */
  public int count() {
    return ids.length;
  }

  private interface Asked {
    boolean test(int row, int t);
  }

  private static TokenTargets where(TokenBatch batch, Asked asked) {
    long[] predictors = new long[batch.tokens()];
    long[] ids = new long[batch.tokens()];
    int n = 0;
    for (int row = 0; row < batch.size(); row++) {
      for (int t = 0; t < batch.length(row); t++) {
        if (asked.test(row, t)) {
          requirePredictor(t);
          predictors[n] = (long) row * batch.width() + t - 1;
          ids[n++] = batch.rows().get(row)[t];
        }
      }
    }
    return new TokenTargets(
        java.util.Arrays.copyOf(predictors, n), java.util.Arrays.copyOf(ids, n));
  }

  private static void requirePredictor(int t) {
    if (t < 1) {
      throw new IllegalArgumentException(
          "token 0 has no predictor; what is asked for begins at 1 (got %d)".formatted(t));
    }
  }
}
