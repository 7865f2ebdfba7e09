package org.plumbline.lm.tensor;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.mkl.global.mkl_rt;
import org.bytedeco.openblas.global.openblas;

/**
 * Many products of small matrices, C = alpha A B or C = alpha A B^T, by one native call where MKL
 * is there: a call for each costs more than most of these products.
 *
 * <p>There are groups of products of the same shape; rows lie a fixed number of floats apart. Lives
 * as long as the scope in which it was made.
 */
final class ProductBatch {
  private final int[] m;
  private final int[] n;
  private final int[] k;
  private final Apart apart;
  private final boolean transposed;
  private final int groupSize;
  private final Native arguments;

  /** Numbers from one row to the next of A, B and C. */
  record Apart(int a, int b, int c) {}

  /** Floats, and where in them the matrix of each product begins, group by group. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares these
  record Matrices(FloatPointer base, long[] offsets) {}

  /**
   * Products of these shapes.
   *
   * @param m rows of A, for each group
   * @param n columns of C
   * @param k what is summed over
   * @param transposed whether B is given as [n, k]
   * @param groupSize products of a group
   */
  ProductBatch(int[] m, int[] n, int[] k, Apart apart, boolean transposed, int groupSize) {
    this.m = m;
    this.n = n;
    this.k = k;
    this.apart = apart;
    this.transposed = transposed;
    this.groupSize = groupSize;
    this.arguments = new Native();
  }

  /** Computes all C, on this thread. */
  void multiply(float alpha, Matrices a, Matrices b, Matrices c) {
    if (NativeRuntime.usesMkl()) {
      NativeRuntime.onOneThread(
          () -> {
            together(alpha, a, b, c);
            return this;
          });
    } else {
      oneByOne(alpha, a, b, c);
    }
  }

  private void together(float alpha, Matrices a, Matrices b, Matrices c) {
    float[] alphas = new float[m.length];
    Arrays.fill(alphas, alpha);
    arguments.alpha.put(alphas);
    mkl_rt.cblas_sgemm_batch(
        mkl_rt.CblasRowMajor,
        arguments.plain,
        transposed ? arguments.turned : arguments.plain,
        arguments.m,
        arguments.n,
        arguments.k,
        arguments.alpha,
        arguments.a.at(a),
        arguments.apartA,
        arguments.b.at(b),
        arguments.apartB,
        arguments.zero,
        arguments.c.at(c),
        arguments.apartC,
        m.length,
        arguments.groupSizes);
  }

  /** The same by single calls; for what has no batches. */
  void oneByOne(float alpha, Matrices a, Matrices b, Matrices c) {
    FloatPointer left = new FloatPointer(a.base);
    FloatPointer right = new FloatPointer(b.base);
    FloatPointer result = new FloatPointer(c.base);
    for (int i = 0; i < a.offsets.length; i++) {
      int group = i / groupSize;
      openblas.cblas_sgemm(
          openblas.CblasRowMajor,
          openblas.CblasNoTrans,
          transposed ? openblas.CblasTrans : openblas.CblasNoTrans,
          m[group],
          n[group],
          k[group],
          alpha,
          left.position(a.offsets[i]),
          apart.a,
          right.position(b.offsets[i]),
          apart.b,
          0,
          result.position(c.offsets[i]),
          apart.c);
    }
  }

  /** What the native call takes: an array with a number for each group, and pointers. */
  private final class Native {
    private final IntPointer plain = each(mkl_rt.CblasNoTrans);
    private final IntPointer turned = each(mkl_rt.CblasTrans);
    private final IntPointer m = new IntPointer(ProductBatch.this.m);
    private final IntPointer n = new IntPointer(ProductBatch.this.n);
    private final IntPointer k = new IntPointer(ProductBatch.this.k);
    private final IntPointer apartA = each(apart.a);
    private final IntPointer apartB = each(apart.b);
    private final IntPointer apartC = each(apart.c);
    private final IntPointer groupSizes = each(groupSize);
    private final FloatPointer alpha = new FloatPointer(ProductBatch.this.m.length);
    private final FloatPointer zero = new FloatPointer(new float[ProductBatch.this.m.length]);
    private final Addresses a = new Addresses();
    private final Addresses b = new Addresses();
    private final Addresses c = new Addresses();

    private IntPointer each(int value) {
      int[] all = new int[ProductBatch.this.m.length];
      Arrays.fill(all, value);
      return new IntPointer(all);
    }
  }

  private final class Addresses {
    private final long[] all = new long[m.length * groupSize];
    private final LongPointer pointer = new LongPointer(all.length);
    private final PointerPointer<FloatPointer> pointers = new PointerPointer<>(pointer);

    PointerPointer<FloatPointer> at(Matrices matrices) {
      long base = matrices.base.address();
      for (int i = 0; i < all.length; i++) {
        all[i] = base + Float.BYTES * matrices.offsets[i];
      }
      pointer.put(all);
      return pointers;
    }
  }
}
