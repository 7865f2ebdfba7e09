package org.plumbline.lm.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a weight, laid out for products with few rows, whose results for a row have the same
 * bits whatever other rows there are and however many.
 *
 * <p>oneDNN computes every value of such a product as one sum over the inputs, in their order,
 * unless it shares long sums out among threads: then the sum is cut here, always at the same
 * places. Without oneDNN the usual product serves, which treats all rows alike from four on. Values
 * changed in the weight later are not seen. For use where no gradients are recorded.
 */
public final class PackedWeight implements AutoCloseable {
  /** oneDNN shares the sums of longer inputs out where outputs are few. */
  private static final long LONGEST_SUM = 1024;

  /** Outputs for each thread from which on it never does so. */
  private static final long OUTPUTS_FOR_A_THREAD = 256;

  /** What MKL needs to treat all rows alike. */
  private static final long FEWEST_ROWS = 4;

  private final long in;
  private final long out;
  private final @Nullable Tensor bias;
  private final List<Part> parts = new ArrayList<>();

  /** The weight for some of the inputs: packed, or [outputs, inputs] as it was. */
  private record Part(long from, long length, Tensor weight) {}

  /**
   * Lays a weight out.
   *
   * @param weight [out, in]
   * @param bias [out], which is copied; null for none
   */
  public PackedWeight(Tensor weight, @Nullable Tensor bias) {
    this.out = weight.size(0);
    this.in = weight.size(1);
    this.bias = bias == null ? null : bias.keep();
    if (!OneDnn.AVAILABLE) {
      parts.add(new Part(0, in, weight.keep()));
      return;
    }
    long pieces = wholeSums() ? 1 : (in + LONGEST_SUM - 1) / LONGEST_SUM;
    long length = (in + pieces - 1) / pieces;
    for (long from = 0; from < in; from += length) {
      long some = Math.min(length, in - from);
      Tensor piece = weight.narrow(1, from, some);
      parts.add(new Part(from, some, Scope.detachedFromScopes(() -> OneDnn.packed(piece))));
    }
  }

  private boolean wholeSums() {
    int threads = torch.get_num_threads();
    return in <= LONGEST_SUM || threads == 1 || out >= OUTPUTS_FOR_A_THREAD * threads;
  }

  /** x W^T + b: [..., in] gives [..., out]. */
  public Tensor product(Tensor x) {
    return Tensor.named(
        "packed product", () -> OneDnn.AVAILABLE ? packedProduct(x) : plainProduct(x), x);
  }

  private Tensor packedProduct(Tensor x) {
    Part first = parts.get(0);
    Tensor sum = OneDnn.linear(x.narrow(-1, 0, first.length), first.weight, bias);
    for (Part part : parts.subList(1, parts.size())) {
      sum = sum.plus(OneDnn.linear(x.narrow(-1, part.from, part.length), part.weight, null));
    }
    return sum;
  }

  private Tensor plainProduct(Tensor x) {
    Tensor flat = x.reshape(-1, in);
    long rows = flat.size(0);
    long[] shape = x.shape();
    shape[shape.length - 1] = out;
    if (rows >= FEWEST_ROWS) {
      return Ops.linear(x, parts.get(0).weight, bias);
    }
    Tensor filled = Tensor.cat(List.of(flat, Tensor.zeros(FEWEST_ROWS - rows, in)), 0);
    return Ops.linear(filled, parts.get(0).weight, bias).narrow(0, 0, rows).reshape(shape);
  }

  @Override
  public void close() {
    parts.forEach(part -> part.weight.release());
    parts.clear();
    if (bias != null) {
      bias.release();
    }
  }

  /** Operations of libtorch that it offers by name alone. */
  private static final class OneDnn {
    static final boolean AVAILABLE = available();

    private static final OperatorHandle LINEAR = operation("mkldnn::_linear_pointwise");
    private static final OperatorHandle PACK = operation("mkldnn::_reorder_linear_weight");
    private static final IValue NONE = kept(IValue::new);
    private static final IValue NO_FUNCTION = kept(() -> new IValue("none"));
    private static final IValue NO_SCALARS = kept(OneDnn::noScalars);
    private static final IValue NO_ALGORITHM = kept(() -> new IValue(""));

    private OneDnn() {}

    private static boolean available() {
      NativeRuntime.load();
      return torch.hasMKLDNN();
    }

    private static OperatorHandle operation(String name) {
      return kept(() -> Dispatcher.singleton().findSchemaOrThrow(name, ""));
    }

    /** An empty list of the type that the fifth argument has. */
    private static IValue noScalars() {
      return new IValue(
          new GenericList(LINEAR.schema().arguments().getPointer(4).type().get().containedType(0)));
    }

    private static <P extends Pointer> P kept(Supplier<P> maker) {
      try (PointerScope scope = new PointerScope()) {
        P made = maker.get();
        made.retainReference();
        return made;
      }
    }

    static org.bytedeco.pytorch.Tensor packed(Tensor weight) {
      try (InferenceMode mode = new InferenceMode(true)) {
        IValueVector stack = new IValueVector(new IValue(weight.handle.contiguous()), NONE);
        Dispatcher.singleton().callBoxed(PACK, stack);
        // What the stack gives is freed with it.
        return new org.bytedeco.pytorch.Tensor(stack.get(0).toTensor());
      }
    }

    static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
      IValueVector stack =
          new IValueVector(
              new IValue(x.handle),
              new IValue(weight.handle),
              bias == null ? NONE : new IValue(bias.handle),
              NO_FUNCTION,
              NO_SCALARS,
              NO_ALGORITHM);
      Dispatcher.singleton().callBoxed(LINEAR, stack);
      return new Tensor(stack.get(0).toTensor());
    }
  }
}
