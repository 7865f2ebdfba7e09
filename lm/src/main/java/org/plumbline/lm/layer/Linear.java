package org.plumbline.lm.layer;

import org.jspecify.annotations.Nullable;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Tensor;

/**
 * A linear map of a model, x W^T + b, to whose output an adapter may add.
 *
 * <p>Families call {@link #apply}; what is attached is no concern of theirs.
 */
public final class Linear {
  private final String module;
  private final Tensor weight;
  private final @Nullable Tensor bias;
  private @Nullable Addition addition;

  /** What an adapter adds to the output of a linear map. */
  @FunctionalInterface
  public interface Addition {
    /** The term for an input: [..., in] gives [..., out]. */
    Tensor of(Tensor x);
  }

  Linear(String module, Tensor weight, @Nullable Tensor bias) {
    this.module = module;
    this.weight = weight;
    this.bias = bias;
  }

  /** [..., in] gives [..., out]. */
  public Tensor apply(Tensor x) {
    Tensor y = Ops.linear(x, weight, bias);
    return addition == null ? y : y.plus(addition.of(x));
  }

  /** Name of the module in files: that of its weight without {@code .weight}. */
  public String module() {
    return module;
  }

  /** Length of the vectors that it takes. */
  public long in() {
    return weight.size(1);
  }

  /** Length of the vectors that it gives. */
  public long out() {
    return weight.size(0);
  }

  /** The weight, [out, in]. */
  public Tensor weight() {
    return weight;
  }

  /** What is added to the output; null for nothing. */
  public @Nullable Addition addition() {
    return addition;
  }

  /** Attaches what is added to the output from now on; null for nothing. */
  public void add(@Nullable Addition addition) {
    this.addition = addition;
  }
}
