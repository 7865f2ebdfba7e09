package org.plumbline.lm.layer;

import java.util.List;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Tensor;

/**
 * A mixture of experts: each position goes through the few feed-forward networks that a router
 * chooses for it (Shazeer et al. 2017; Jiang et al. 2024, Mixtral).
 *
 * @param router gives each expert a logit
 * @param chosen how many experts a position goes through
 * @param renormalise whether the weights of those chosen are scaled to sum to 1
 */
public record MoeBlock(
    Linear router, List<? extends FeedForward> experts, int chosen, boolean renormalise)
    implements FeedForward {

  @Override
  public Tensor of(Tensor x) {
    long width = x.size(-1);
    Tensor flat = x.reshape(-1, width);
    Ops.Largest largest = Ops.largest(Ops.softmax(router.apply(flat)), chosen);
    Tensor weights = largest.values();
    if (renormalise) {
      weights = weights.over(weights.sum(-1).unsqueeze(-1));
    }
    return mixed(flat, weights.reshape(-1), largest.indices().toLongs()).reshape(x.shape());
  }

  /**
   * @param flat [positions, width]
   * @param weights [positions * chosen]
   * @param expertOf the expert of each weight
   */
  private Tensor mixed(Tensor flat, Tensor weights, long[] expertOf) {
    int[] counts = new int[experts.size()];
    for (long expert : expertOf) {
      counts[(int) expert]++;
    }
    Tensor sum = Tensor.zeros(flat.shape());
    for (int expert = 0; expert < counts.length; expert++) {
      if (counts[expert] == 0) {
        continue;
      }
      long[] slots = slots(expertOf, expert, counts[expert]);
      long[] positions = slots.clone();
      for (int i = 0; i < positions.length; i++) {
        positions[i] /= chosen;
      }
      Tensor rows = Tensor.ofLongs(positions, positions.length);
      Tensor share = weights.indexSelect(0, Tensor.ofLongs(slots, slots.length)).unsqueeze(-1);
      Tensor output = experts.get(expert).of(flat.indexSelect(0, rows)).times(share);
      sum = Ops.addRows(sum, rows, output);
    }
    return sum;
  }

  private static long[] slots(long[] expertOf, int expert, int count) {
    long[] slots = new long[count];
    int n = 0;
    for (int slot = 0; slot < expertOf.length; slot++) {
      if (expertOf[slot] == expert) {
        slots[n++] = slot;
      }
    }
    return slots;
  }
}
