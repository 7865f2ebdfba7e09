package org.plumbline.lm.seq2seq;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.plumbline.lm.layer.Heads;
import org.plumbline.lm.layer.Linear;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Tensor;

/** Attention to a text's own positions, or to those of another. */
record Attention(Linear query, Linear key, Linear value, Linear output, int heads, double scale) {

  /**
   * What positions have to offer.
   *
   * @param keys [batch, heads, source time, head size]
   * @param values as the keys
   */
  record Offer(Tensor keys, Tensor values) {}

  /** What these positions offer: [batch, source time, width]. */
  Offer offer(Tensor source) {
    return new Offer(
        Heads.split(key.apply(source), heads), Heads.split(value.apply(source), heads));
  }

  /**
   * What each position gathers.
   *
   * @param x where queries come from, [batch, time, width]
   */
  Tensor of(Tensor x, Offer offer, Sight sight) {
    Tensor q = Heads.split(query.apply(x), heads);
    Tensor seen =
        sight.bias == null
            ? Ops.attention(q, offer.keys, offer.values, sight.mask, false, scale)
            : Ops.biasedAttention(q, offer.keys, offer.values, sight.bias, sight.mask, scale);
    return output.apply(Heads.joined(seen));
  }

  /**
   * Which positions see which, and how much they favour them.
   *
   * @param mask true where attention is allowed, [batch or 1, 1, time or 1, source time]; null if
   *     it is everywhere
   * @param bias added to scores, [1, heads, time, source time]; null for nothing
   */
  record Sight(@Nullable Tensor mask, @Nullable Tensor bias) {

    /** Each position sees itself and those before it, [1, 1, time, time]. */
    static Tensor causal(int time) {
      boolean[] mask = new boolean[time * time];
      for (int i = 0; i < time; i++) {
        Arrays.fill(mask, i * time, i * time + i + 1, true);
      }
      return Tensor.ofBooleans(mask, 1, 1, time, time);
    }
  }
}
