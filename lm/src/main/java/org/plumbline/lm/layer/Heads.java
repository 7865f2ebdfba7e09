package org.plumbline.lm.layer;

import org.plumbline.lm.tensor.Tensor;

/** Vectors cut into the heads of attention, and put together again. */
public final class Heads {
  private Heads() {}

  /** [batch, time, heads * head size] gives [batch, heads, time, head size]. */
  public static Tensor split(Tensor x, long heads) {
    return x.reshape(x.size(0), x.size(1), heads, x.size(-1) / heads).transpose(1, 2);
  }

  /** [batch, heads, time, head size] gives [batch, time, heads * head size]. */
  public static Tensor joined(Tensor x) {
    return x.transpose(1, 2).reshape(x.size(0), x.size(2), x.size(1) * x.size(3));
  }
}
