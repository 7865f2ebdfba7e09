package org.plumbline.lm.layer;

import org.jspecify.annotations.Nullable;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.PackedWeight;
import org.plumbline.lm.tensor.Tensor;

/**
 * A linear map of a model, x W^T + b, to whose output an adapter may add.
 *
 * <p>Families call {@link #apply}; what is attached is no concern of theirs.
 */
public final class Linear {
  private final String module;
  private final Tensor stored;
  private final boolean inputsFirst;
  private final @Nullable Tensor bias;
  private @Nullable Addition addition;
  private @Nullable PackedWeight packed;

  /** What an adapter adds to the output of a linear map. */
  @FunctionalInterface
  public interface Addition {
    /**
     * The output with the term for an input added.
     *
     * @param y the fresh output, which may be overwritten, [rows, out]
     * @param x [rows, in]
     */
    Tensor to(Tensor y, Tensor x);
  }

  Linear(String module, Tensor stored, boolean inputsFirst, @Nullable Tensor bias) {
    this.module = module;
    this.stored = stored;
    this.inputsFirst = inputsFirst;
    this.bias = bias;
  }

  /** [..., in] gives [..., out]. */
  public Tensor apply(Tensor x) {
    return withAddition(packed == null ? Ops.linear(x, weight(), bias) : packed.product(x), x);
  }

  /** What {@link #apply} gives, from x W^T + b. */
  Tensor withAddition(Tensor product, Tensor x) {
    if (addition == null) {
      return product;
    }
    Tensor rows = x.reshape(-1, in());
    return addition.to(product.reshape(-1, out()), rows).reshape(product.shape());
  }

  @Nullable Tensor bias() {
    return bias;
  }

  /** Computes products with this from now on; null for the weight itself. */
  void use(@Nullable PackedWeight packedWeight) {
    packed = packedWeight;
  }

  /** Name of the module in files: that of its weight without {@code .weight}. */
  public String module() {
    return module;
  }

  /** Length of the vectors that it takes. */
  public long in() {
    return stored.size(inputsFirst ? 0 : 1);
  }

  /** Length of the vectors that it gives. */
  public long out() {
    return stored.size(inputsFirst ? 1 : 0);
  }

  /** The weight as files hold it, [out, in] or {@link #inputsFirst}. */
  public Tensor stored() {
    return stored;
  }

  /** The weight, [out, in]; a view of it where it is stored the other way round. */
  public Tensor weight() {
    return inputsFirst ? stored.transpose(0, 1) : stored;
  }

  /** Whether files hold the weight as [in, out], as GPT-2 does (PEFT: fan_in_fan_out). */
  public boolean inputsFirst() {
    return inputsFirst;
  }

  /** Attaches what is added to the output from now on; null for nothing. */
  public void add(@Nullable Addition addition) {
    this.addition = addition;
  }
}
