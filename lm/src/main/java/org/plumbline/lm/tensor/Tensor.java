package org.plumbline.lm.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.plumbline.core.error.FailedException;

/**
 * An n-dimensional array in native memory, with automatic differentiation.
 *
 * <p>Values are 32-bit floats, unless a method says that it takes or gives whole numbers or truth
 * values. A tensor lives until the {@link Scope} in which it was made ends; {@link #keep()} makes a
 * copy that lives until {@link #release()}.
 *
 * <p>Only operations that Plumbline uses are here; networks are in {@link Ops}. Native errors
 * arrive as {@link FailedException} with the operation and the shapes.
 */
public final class Tensor {
  private static final long VALUES_AT_ONCE = 1 << 22;

  final org.bytedeco.pytorch.Tensor handle;

  Tensor(org.bytedeco.pytorch.Tensor handle) {
    this.handle = handle;
  }

  // ---- making
  // -------------------------------------------------------------------------------------------------------

  /** A tensor of the given shape that holds these values in row-major order. */
  public static Tensor of(float[] values, long... shape) {
    NativeRuntime.load();
    requireCount(values.length, shape);
    return new Tensor(org.bytedeco.pytorch.Tensor.create(values, shape));
  }

  /** A tensor of the given shape that holds these values, rounded to floats. */
  public static Tensor of(double[] values, long... shape) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return of(floats, shape);
  }

  /**
   * A tensor of the given shape that holds the values that remain in the buffer, in row-major
   * order.
   */
  public static Tensor of(FloatBuffer values, long... shape) {
    requireCount(values.remaining(), shape);
    Tensor tensor = zeros(shape);
    tensor.bytes().asFloatBuffer().put(values.duplicate());
    return tensor;
  }

  /** A tensor of whole numbers, for ids and positions. */
  public static Tensor ofLongs(long[] values, long... shape) {
    NativeRuntime.load();
    requireCount(values.length, shape);
    return new Tensor(org.bytedeco.pytorch.Tensor.create(values, shape));
  }

  /** A tensor of truth values, for masks. */
  public static Tensor ofBooleans(boolean[] values, long... shape) {
    NativeRuntime.load();
    requireCount(values.length, shape);
    return new Tensor(org.bytedeco.pytorch.Tensor.create(values, shape));
  }

  /** A tensor of zeros. */
  public static Tensor zeros(long... shape) {
    NativeRuntime.load();
    return new Tensor(torch.zeros(shape));
  }

  /**
   * A tensor outside all scopes whose values are yet to be written; whoever calls this calls {@link
   * #release()}.
   */
  public static Tensor keptUnset(long... shape) {
    NativeRuntime.load();
    return Scope.detachedFromScopes(() -> torch.empty(shape));
  }

  /** A tensor of zeros outside all scopes; whoever calls this calls {@link #release()}. */
  public static Tensor keptZeros(long... shape) {
    NativeRuntime.load();
    return Scope.detachedFromScopes(() -> torch.zeros(shape));
  }

  /** The tensors one after another along a dimension. */
  public static Tensor cat(List<Tensor> tensors, int dimension) {
    return named(
        "cat",
        () -> new Tensor(torch.cat(vector(tensors), dimension)),
        tensors.toArray(Tensor[]::new));
  }

  /** The tensors side by side along a new first dimension. */
  public static Tensor stack(List<Tensor> tensors) {
    return named(
        "stack", () -> new Tensor(torch.stack(vector(tensors), 0)), tensors.toArray(Tensor[]::new));
  }

  // ---- life
  // ---------------------------------------------------------------------------------------------------------

  /** A copy outside all scopes and without history; whoever calls this calls {@link #release()}. */
  public Tensor keep() {
    return Scope.detachedFromScopes(() -> handle.detach().contiguous().clone());
  }

  /**
   * A second name for the same values, outside all scopes and without history; whoever calls this
   * calls {@link #release()}.
   */
  public Tensor alias() {
    return Scope.detachedFromScopes(handle::detach);
  }

  /**
   * Lets this tensor have the values of another of its shape from now on: both share them. What it
   * held before is freed unless an {@link #alias()} holds it. Call it where no gradients are
   * recorded.
   */
  public Tensor share(Tensor other) {
    handle.set_data(other.handle);
    return this;
  }

  /** Frees a kept tensor. */
  public void release() {
    handle.releaseReference();
  }

  /** The same values without history. */
  public Tensor detach() {
    return new Tensor(handle.detach());
  }

  /** Records what happens to this tensor, so that it gets a gradient. */
  public Tensor requiresGradient(boolean wanted) {
    handle.set_requires_grad(wanted);
    return this;
  }

  /** Whether operations on this tensor are recorded. */
  public boolean requiresGradient() {
    return handle.requires_grad();
  }

  /**
   * Adds the gradient of this scalar to every tensor that it was computed from and that requires
   * one; goes on behind every {@link #cut}.
   */
  public void backward() {
    named(
        "backward",
        () -> {
          handle.backward();
          return this;
        },
        this);
    Cuts.goOn();
  }

  /**
   * As {@link #backward()}, from any tensor on, with the gradient that arrives at it.
   *
   * @param gradient shaped as this
   */
  public void backward(Tensor gradient) {
    named(
        "backward",
        () -> {
          handle.backward(
              gradient.handle, new BoolOptional(false), false, new TensorArrayRefOptional());
          return this;
        },
        this,
        gradient);
    Cuts.goOn();
  }

  /**
   * The same values as the beginning of a new record: what led to them is not recorded, and the
   * backward pass, when it arrives here, hands the gradient over instead of following it.
   *
   * @param goOn takes the gradient further; called once, after the pass that arrived here
   * @throws IllegalStateException outside {@link Scope#training}
   */
  public Tensor cut(Consumer<Tensor> goOn) {
    return Cuts.add(detach().requiresGradient(true), goOn);
  }

  /** The gradient gathered so far, no copy of it; zeros if there is none yet. */
  public Tensor gradient() {
    org.bytedeco.pytorch.Tensor gradient = handle.grad();
    return gradient.defined()
        ? new Tensor(new org.bytedeco.pytorch.Tensor(gradient))
        : zeros(shape());
  }

  /** Whether a gradient was gathered since it was last cleared. */
  public boolean hasGradient() {
    return handle.grad().defined();
  }

  /** Frees the gathered gradient where there is one. */
  public void clearGradient() {
    handle.mutable_grad().reset();
  }

  // ---- reading
  // ------------------------------------------------------------------------------------------------------

  /** Length of each dimension. */
  public long[] shape() {
    return handle.shape();
  }

  /** Length of one dimension; negative counts from the end. */
  public long size(int dimension) {
    return handle.size(dimension);
  }

  /** Number of values. */
  public long count() {
    return handle.numel();
  }

  /** The only value of a tensor that holds one. */
  public double item() {
    return handle.item_double();
  }

  /** All values in row-major order. */
  public float[] toFloats() {
    org.bytedeco.pytorch.Tensor flat = handle.detach().contiguous();
    float[] values = new float[Math.toIntExact(flat.numel())];
    new FloatPointer(flat.data_ptr()).get(values);
    return values;
  }

  /**
   * The values of a contiguous tensor where they lie, in the machine's byte order; valid while the
   * tensor lives.
   */
  public ByteBuffer bytes() {
    if (!handle.is_contiguous()) {
      throw new IllegalStateException(
          "only a contiguous tensor has its bytes in one piece; call contiguous() first");
    }
    return new BytePointer(handle.data_ptr())
        .capacity(handle.nbytes())
        .asByteBuffer()
        .order(ByteOrder.nativeOrder());
  }

  /** What takes part of a tensor's values. */
  @FunctionalInterface
  public interface PartReader {
    /**
     * Takes values where they lie, or puts values there.
     *
     * @param offset first byte of the part in the whole
     */
    void part(long offset, ByteBuffer bytes);
  }

  /**
   * The bytes of a contiguous tensor part by part, in order: a tensor may be larger than a buffer.
   */
  public void inParts(PartReader reader) {
    Tensor flat = reshape(-1);
    for (long from = 0; from < flat.count(); from += VALUES_AT_ONCE) {
      long values = Math.min(VALUES_AT_ONCE, flat.count() - from);
      reader.part(from * Float.BYTES, flat.narrow(0, from, values).bytes());
    }
  }

  /**
   * Copies one row of a contiguous [rows, n] into an array.
   *
   * @param values [n]
   */
  public void row(long row, float[] values) {
    new FloatPointer(handle.data_ptr()).position(row * handle.size(1)).get(values);
  }

  /** One value of a contiguous [rows, n]. */
  public float value(long row, long place) {
    return new FloatPointer(handle.data_ptr()).get(row * handle.size(1) + place);
  }

  /** All values of a tensor of whole numbers in row-major order. */
  public long[] toLongs() {
    org.bytedeco.pytorch.Tensor flat = handle.contiguous();
    long[] values = new long[Math.toIntExact(flat.numel())];
    new LongPointer(flat.data_ptr()).get(values);
    return values;
  }

  /** All values of a tensor of truth values in row-major order. */
  public boolean[] toBooleans() {
    org.bytedeco.pytorch.Tensor flat = handle.contiguous();
    boolean[] values = new boolean[Math.toIntExact(flat.numel())];
    BoolPointer pointer = new BoolPointer(flat.data_ptr());
    for (int i = 0; i < values.length; i++) {
      values[i] = pointer.get(i);
    }
    return values;
  }

  // ---- writing in place
  // ---------------------------------------------------------------------------------------------

  /** Overwrites the values of this tensor; not recorded. */
  public Tensor set(float[] values) {
    if (values.length != count()) {
      throw new IllegalArgumentException(
          "a tensor of shape %s takes %d values (got %d)"
              .formatted(Arrays.toString(shape()), count(), values.length));
    }
    new FloatPointer(handle.data_ptr()).put(values);
    return this;
  }

  /** Overwrites one row of a contiguous [rows, n]; not recorded. */
  public void setRow(long row, float[] values) {
    new FloatPointer(handle.data_ptr()).position(row * handle.size(1)).put(values);
  }

  /** Overwrites the values of this tensor by another's; call it where no gradients are recorded. */
  public Tensor copyFrom(Tensor other) {
    handle.copy_(other.handle);
    return this;
  }

  /**
   * Overwrites the entries with these indices along the first dimension; call it where no gradients
   * are recorded.
   */
  public Tensor setRows(Tensor indices, Tensor rows) {
    return named(
        "setRows",
        () -> {
          handle.index_copy_(0, indices.handle, rows.handle);
          return this;
        },
        this,
        indices,
        rows);
  }

  /** this = this + weight (other - this), in place; call it where no gradients are recorded. */
  public Tensor lerpInPlace(Tensor other, double weight) {
    handle.lerp_(other.handle, new Scalar(weight));
    return this;
  }

  /**
   * this = this + x W^T, in place and recorded: this is [rows, out], x [rows, in], W [out, in].
   *
   * <p>This must be the fresh result of an operation that does not need its own result in the
   * backward pass, as that of a linear map.
   */
  public Tensor addLinear(Tensor x, Tensor weight) {
    return named(
        "addLinear",
        () -> {
          handle.addmm_(x.handle, weight.handle.t());
          return this;
        },
        this,
        x,
        weight);
  }

  /** this = this + other, in place; call it where no gradients are recorded. */
  public Tensor plusInPlace(Tensor other) {
    handle.add_(other.handle);
    return this;
  }

  /** Multiplies in place; call it where no gradients are recorded. */
  public Tensor timesInPlace(double factor) {
    handle.mul_(new Scalar(factor));
    return this;
  }

  // ---- arithmetic
  // ---------------------------------------------------------------------------------------------------

  public Tensor plus(Tensor other) {
    return named("plus", () -> new Tensor(handle.add(other.handle)), this, other);
  }

  public Tensor plus(double value) {
    return new Tensor(handle.add(new Scalar(value)));
  }

  public Tensor minus(Tensor other) {
    return named("minus", () -> new Tensor(torch.subtract(handle, other.handle)), this, other);
  }

  public Tensor times(Tensor other) {
    return named("times", () -> new Tensor(handle.mul(other.handle)), this, other);
  }

  public Tensor times(double factor) {
    return new Tensor(handle.mul(new Scalar(factor)));
  }

  public Tensor over(Tensor other) {
    return named("over", () -> new Tensor(handle.div(other.handle)), this, other);
  }

  public Tensor negative() {
    return new Tensor(handle.neg());
  }

  public Tensor exp() {
    return new Tensor(torch.exp(handle));
  }

  public Tensor log() {
    return new Tensor(torch.log(handle));
  }

  public Tensor square() {
    return new Tensor(handle.square());
  }

  public Tensor squareRoot() {
    return new Tensor(handle.sqrt());
  }

  public Tensor tanh() {
    return new Tensor(handle.tanh());
  }

  /** The smaller of each pair of values. */
  public Tensor minimum(Tensor other) {
    return named("minimum", () -> new Tensor(torch.minimum(handle, other.handle)), this, other);
  }

  /** Values below the lower bound are raised to it, above the upper lowered. */
  public Tensor clamp(double lower, double upper) {
    return new Tensor(
        torch.clamp(
            handle,
            new org.bytedeco.pytorch.ScalarOptional(new Scalar(lower)),
            new org.bytedeco.pytorch.ScalarOptional(new Scalar(upper))));
  }

  /** Values where the mask is true are replaced. */
  public Tensor maskedFill(Tensor mask, double value) {
    return named(
        "maskedFill",
        () -> new Tensor(handle.masked_fill(mask.handle, new Scalar(value))),
        this,
        mask);
  }

  // ---- reductions
  // ---------------------------------------------------------------------------------------------------

  /** Sum of all values, []. */
  public Tensor sum() {
    return new Tensor(handle.sum());
  }

  /** Sum along one dimension, which goes away. */
  public Tensor sum(int dimension) {
    return new Tensor(handle.sum(dimension));
  }

  /** Mean of all values, []. */
  public Tensor mean() {
    return new Tensor(handle.mean());
  }

  /** Mean along one dimension, which goes away. */
  public Tensor mean(int dimension) {
    return new Tensor(handle.mean(dimension));
  }

  /** Whether every value is finite. */
  public boolean isFinite() {
    return torch.isfinite(handle).all().item_bool();
  }

  // ---- shape
  // --------------------------------------------------------------------------------------------------------

  public Tensor reshape(long... shape) {
    return named(
        "reshape to " + Arrays.toString(shape), () -> new Tensor(handle.reshape(shape)), this);
  }

  public Tensor transpose(int first, int second) {
    return new Tensor(handle.transpose(first, second));
  }

  public Tensor unsqueeze(int dimension) {
    return new Tensor(handle.unsqueeze(dimension));
  }

  public Tensor squeeze(int dimension) {
    return new Tensor(handle.squeeze(dimension));
  }

  /** A view of {@code length} entries from {@code start} along a dimension. */
  public Tensor narrow(int dimension, long start, long length) {
    return named("narrow", () -> new Tensor(handle.narrow(dimension, start, length)), this);
  }

  /** A view of one entry along a dimension, which goes away. */
  public Tensor select(int dimension, long index) {
    return named("select", () -> new Tensor(handle.select(dimension, index)), this);
  }

  /** The entries with these indices along a dimension; indices are whole numbers, [n]. */
  public Tensor indexSelect(int dimension, Tensor indices) {
    return named(
        "indexSelect",
        () -> new Tensor(torch.index_select(handle, dimension, indices.handle)),
        this,
        indices);
  }

  /**
   * Along the last dimension, the value that each index names: [..., n] and indices [...] give
   * [...].
   */
  public Tensor gatherLast(Tensor indices) {
    return named(
        "gatherLast",
        () -> new Tensor(torch.gather(handle, -1, indices.handle.unsqueeze(-1)).squeeze(-1)),
        this,
        indices);
  }

  /**
   * Along the last dimension, the values that the indices name: [..., n] and indices [..., m] give
   * [..., m].
   */
  public Tensor takeLast(Tensor indices) {
    return named(
        "takeLast", () -> new Tensor(torch.gather(handle, -1, indices.handle)), this, indices);
  }

  /** A contiguous copy, or this if it is contiguous. */
  public Tensor contiguous() {
    return new Tensor(handle.contiguous());
  }

  /** A view repeated along dimensions of length one. */
  public Tensor expand(long... shape) {
    return named("expand", () -> new Tensor(handle.expand(shape)), this);
  }

  // ---- inside the package
  // -------------------------------------------------------------------------------------------

  static TensorVector vector(List<Tensor> tensors) {
    return new TensorVector(
        tensors.stream().map(t -> t.handle).toArray(org.bytedeco.pytorch.Tensor[]::new));
  }

  static <T> T named(String operation, Supplier<T> work, Tensor... inputs) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      if (e instanceof FailedException) {
        throw e;
      }
      String shapes =
          String.join(", ", Arrays.stream(inputs).map(t -> Arrays.toString(t.shape())).toList());
      throw new FailedException(
          "the operation '%s' failed on %s: %s"
              .formatted(operation, shapes, NativeRuntime.firstLine(e)),
          e);
    }
  }

  private static void requireCount(int given, long[] shape) {
    long wanted = 1;
    for (long length : shape) {
      wanted *= length;
    }
    if (wanted != given) {
      throw new IllegalArgumentException(
          "a tensor of shape %s takes %d values (got %d)"
              .formatted(Arrays.toString(shape), wanted, given));
    }
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape());
  }
}
