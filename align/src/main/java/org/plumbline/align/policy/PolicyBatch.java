package org.plumbline.align.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.plumbline.lm.generate.Completion;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.model.TokenLogProbs;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Tensor;

/**
 * Some completions of a rollout as a method's loss sees them.
 *
 * @param logProbs log-probability of each sampled token under the policy as it is now, with
 *     gradients, [tokens]
 * @param oldLogProbs the same when it was sampled, [tokens]
 * @param sequences the sequence of each token, whole numbers, [tokens]
 * @param advantages of each sequence, [sequences]
 * @param denominator sequences of the whole minibatch, of which these may be a part
 */
public record PolicyBatch(
    Tensor logProbs, Tensor oldLogProbs, Tensor sequences, Tensor advantages, int denominator) {

  /**
   * The batch of some completions.
   *
   * @param advantages of all completions, [completions]
   * @param chosen numbers of the completions that are part of it, [sequences]
   */
  static PolicyBatch of(
      CausalLm lm, List<Completion> all, double[] advantages, int[] chosen, int denominator) {
    List<Completion> completions = Arrays.stream(chosen).mapToObj(all::get).toList();
    List<int[]> rows = new ArrayList<>();
    int[] starts = new int[completions.size()];
    int tokens = 0;
    for (int i = 0; i < starts.length; i++) {
      rows.add(completions.get(i).sequence());
      starts[i] = completions.get(i).prompt().length;
      tokens += completions.get(i).ids().length;
    }
    float[] old = new float[tokens];
    long[] sequences = new long[tokens];
    int n = 0;
    for (int i = 0; i < starts.length; i++) {
      for (float value : completions.get(i).logProbs()) {
        old[n] = value;
        sequences[n++] = i;
      }
    }
    return new PolicyBatch(
        TokenLogProbs.of(lm, new TokenBatch(rows), starts),
        Tensor.of(old, tokens),
        Tensor.ofLongs(sequences, tokens),
        Tensor.of(
            Arrays.stream(chosen).mapToDouble(row -> advantages[row]).toArray(), chosen.length),
        denominator);
  }

  /** log of the ratio of new to old probability of each whole sequence, [sequences]. */
  public Tensor sequenceLogRatios() {
    return Ops.groupSums(logProbs.minus(oldLogProbs), sequences, advantages.count());
  }
}
