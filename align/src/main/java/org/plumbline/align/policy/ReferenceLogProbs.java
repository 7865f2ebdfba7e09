package org.plumbline.align.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.plumbline.align.loop.LengthOrder;
import org.plumbline.lm.generate.Completion;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.model.TokenLogProbs;
import org.plumbline.lm.tensor.Scope;

/** Log-probabilities of sampled tokens under another model than the one that sampled them. */
final class ReferenceLogProbs {
  private ReferenceLogProbs() {}

  /** For each completion the log-probability of each of its tokens, [completions, time], ragged. */
  static double[][] of(CausalLm lm, List<Completion> completions, int batchSize) {
    double[][] result = new double[completions.size()][];
    int[] order = LengthOrder.shortestFirst(Completion.lengths(completions));
    for (int from = 0; from < order.length; from += batchSize) {
      int[] places = Arrays.copyOfRange(order, from, Math.min(order.length, from + batchSize));
      List<Completion> part = Arrays.stream(places).mapToObj(completions::get).toList();
      float[] flat = Scope.inference(() -> flat(lm, part));
      int n = 0;
      for (int i = 0; i < places.length; i++) {
        double[] row = new double[part.get(i).ids().length];
        for (int t = 0; t < row.length; t++) {
          row[t] = flat[n++];
        }
        result[places[i]] = row;
      }
    }
    return result;
  }

  private static float[] flat(CausalLm lm, List<Completion> part) {
    List<int[]> rows = new ArrayList<>();
    int[] starts = new int[part.size()];
    for (int i = 0; i < starts.length; i++) {
      rows.add(part.get(i).sequence());
      starts[i] = part.get(i).prompt().length;
    }
    return TokenLogProbs.of(lm, new TokenBatch(rows), starts).toFloats();
  }
}
