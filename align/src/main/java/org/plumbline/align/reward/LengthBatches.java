package org.plumbline.align.reward;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.plumbline.align.loop.LengthOrder;

/**
 * Texts of similar length side by side: batches of so many tokens, not of so many texts.
 *
 * <p>A batch is as wide as its longest text, and what fills up the others is computed like tokens;
 * among neighbours by length there is little of it. And a batch of few tokens has activations that
 * stay near the processor.
 */
public final class LengthBatches {
  /** Tokens of a batch, filling included, unless one text alone is longer: see performance.md. */
  static final int TOKENS_AT_ONCE = 512;

  private LengthBatches() {}

  /**
   * Numbers of the texts of each batch, short ones first.
   *
   * @param lengths tokens of each text
   */
  public static List<int[]> of(int[] lengths) {
    return of(lengths, TOKENS_AT_ONCE);
  }

  static List<int[]> of(int[] lengths, int tokensAtOnce) {
    int[] order = LengthOrder.shortestFirst(lengths);
    List<int[]> batches = new ArrayList<>();
    int from = 0;
    for (int to = 1; to <= order.length; to++) {
      if (to == order.length || (to + 1L - from) * lengths[order[to]] > tokensAtOnce) {
        batches.add(Arrays.copyOfRange(order, from, to));
        from = to;
      }
    }
    return batches;
  }

  /**
   * A number for each text, in the order of the texts.
   *
   * @param lengths tokens of each text
   * @param ofBatch numbers of the texts of one batch, in the batch's order
   */
  public static double[] scores(int[] lengths, Function<int[], float[]> ofBatch) {
    double[] scores = new double[lengths.length];
    for (int[] batch : of(lengths)) {
      float[] values = ofBatch.apply(batch);
      for (int i = 0; i < batch.length; i++) {
        scores[batch[i]] = values[i];
      }
    }
    return scores;
  }
}
