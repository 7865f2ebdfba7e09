package org.plumbline.lm.seq2seq;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.plumbline.lm.seq2seq.Attention.Sight;
import org.plumbline.lm.tensor.Tensor;

/** Where a block finds what it attends to. */
interface Attended {

  /** What the text itself gives to these of its positions, [batch, time, width]. */
  Tensor own(Attention attention, Tensor x);

  /** What the text that was read gives to positions of the one that is written. */
  Tensor other(Attention attention, Tensor x);

  /**
   * Whole texts at once.
   *
   * @param encoded what the encoder gave; null in the encoder itself, which asks for no other
   */
  record Whole(Sight ownSight, @Nullable Tensor encoded, @Nullable Sight otherSight)
      implements Attended {

    @Override
    public Tensor own(Attention attention, Tensor x) {
      return attention.of(x, attention.offer(x), ownSight);
    }

    @Override
    public Tensor other(Attention attention, Tensor x) {
      return attention.of(x, attention.offer(requireNonNull(encoded)), requireNonNull(otherSight));
    }
  }
}
