package org.plumbline.core.weights;

import static org.plumbline.core.error.Require.require;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.plumbline.core.error.InvalidInputException;

/**
 * A weighted average of models in weight space, taken tensor by tensor.
 *
 * <p>With equal weights over M reward models this is WARM (Ramé et al. 2024, "WARM: On the Benefits
 * of Weight Averaged Reward Models", section 3). The result is (sum of w_m x_m) / divisor, summed
 * in the order of the members in double and rounded once to the tensor's type. A member of weight
 * zero takes part with nothing, whatever its numbers are.
 */
public final class WeightAverage {
  private static final int ELEMENTS_AT_ONCE = 1 << 20;

  private final double[] weights;
  private final boolean normalised;
  private final double divisor;

  private WeightAverage(double[] weights, boolean normalised) {
    this.weights = weights;
    this.normalised = normalised;
    this.divisor = normalised ? Arrays.stream(weights).sum() : 1;
    require(weights.length > 0, "an average needs at least one member (got none)");
    for (double weight : weights) {
      require(Double.isFinite(weight), "weights must be finite (got %s)", Arrays.toString(weights));
    }
    require(
        divisor != 0 && Double.isFinite(divisor),
        "weights must not sum to zero where they are normalised (got %s); change one, or do not normalise",
        Arrays.toString(weights));
  }

  /** Every member counts the same. */
  public static WeightAverage uniform(int members) {
    double[] weights = new double[members];
    Arrays.fill(weights, 1);
    return normalised(weights);
  }

  /** Weights are divided by their sum, so only their ratios matter. */
  public static WeightAverage normalised(double... weights) {
    return new WeightAverage(weights.clone(), true);
  }

  /** Weights count as they are; {@code sum(1 - t, t)} is a point on the line between two models. */
  public static WeightAverage sum(double... weights) {
    return new WeightAverage(weights.clone(), false);
  }

  /** The average of equally long arrays, accumulated in double. */
  public double[] ofDoubles(List<double[]> members) {
    requireEqualLengths(members.stream().mapToInt(member -> member.length).toArray());
    double[] total = new double[members.getFirst().length];
    for (int m = 0; m < weights.length; m++) {
      for (int i = 0; weights[m] != 0 && i < total.length; i++) {
        total[i] += weights[m] * members.get(m)[i];
      }
    }
    for (int i = 0; i < total.length; i++) {
      total[i] /= divisor;
      requireFinite(total[i], i);
    }
    return total;
  }

  /**
   * The average of equally long arrays, each step rounded to float: what tools that accumulate in
   * float give, for comparison with them.
   */
  public float[] ofFloats(List<float[]> members) {
    requireEqualLengths(members.stream().mapToInt(member -> member.length).toArray());
    float[] total = new float[members.getFirst().length];
    float sumOfWeights = 0;
    for (int m = 0; m < weights.length; m++) {
      float weight = (float) weights[m];
      sumOfWeights += weight;
      for (int i = 0; weight != 0 && i < total.length; i++) {
        total[i] += weight * members.get(m)[i];
      }
    }
    float floatDivisor = normalised ? sumOfWeights : 1;
    for (int i = 0; i < total.length; i++) {
      total[i] /= floatDivisor;
      requireFinite(total[i], i);
    }
    return total;
  }

  /**
   * Averages whole models into a new file, holding a part of one tensor at a time.
   *
   * @param members as many as there are weights; all tensors equal in name, shape and type
   * @param target the safetensors file to be written
   * @param metadata texts that the file carries
   * @throws InvalidInputException if members differ, with all differences, or if a result is not
   *     finite; nothing is written then
   */
  public void write(List<Weights> members, Path target, Map<String, String> metadata) {
    require(
        members.size() == weights.length,
        "each member needs one weight (got %d members and %d weights)",
        members.size(),
        weights.length);
    ManifestDiff.of(members).requireNone("average %d models".formatted(members.size()));
    List<TensorInfo> manifest = members.getFirst().tensors();
    try (var writer = SafetensorsWriter.create(target, manifest, metadata)) {
      for (TensorInfo tensor : manifest) {
        write(members, tensor, writer);
      }
      writer.commit();
    }
  }

  private void write(List<Weights> members, TensorInfo tensor, SafetensorsWriter writer) {
    int width = tensor.dtype().bytes();
    for (long done = 0; done < tensor.elements(); done += ELEMENTS_AT_ONCE) {
      int count = (int) Math.min(ELEMENTS_AT_ONCE, tensor.elements() - done);
      if (tensor.dtype().floating()) {
        writer.write(tensor.name(), average(members, tensor, done, count));
      } else {
        writer.write(
            tensor.name(), members.getFirst().data(tensor.name(), done * width, count * width));
      }
    }
  }

  private ByteBuffer average(List<Weights> members, TensorInfo tensor, long start, int count) {
    DType dtype = tensor.dtype();
    int width = dtype.bytes();
    double[] total = new double[count];
    for (int m = 0; m < weights.length; m++) {
      if (weights[m] != 0) {
        ByteBuffer data = members.get(m).data(tensor.name(), start * width, count * width);
        for (int i = 0; i < count; i++) {
          total[i] += weights[m] * dtype.read(data, i * width);
        }
      }
    }
    ByteBuffer result = ByteBuffer.allocate(count * width).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      dtype.write(result, i * width, total[i] / divisor);
      if (!Double.isFinite(dtype.read(result, i * width))) {
        throw notFinite(members, tensor, start + i);
      }
    }
    return result;
  }

  private InvalidInputException notFinite(List<Weights> members, TensorInfo tensor, long element) {
    int width = tensor.dtype().bytes();
    List<String> values =
        members.stream()
            .map(
                member -> {
                  ByteBuffer data = member.data(tensor.name(), element * width, width);
                  return "%s in %s".formatted(tensor.dtype().read(data, 0), member.name());
                })
            .toList();
    return new InvalidInputException(
        "the average of tensor '%s' must be finite as %s; at element %d it is not (%s). Nothing was written; leave out the broken model"
            .formatted(tensor.name(), tensor.dtype(), element, String.join(", ", values)));
  }

  private static void requireFinite(double value, int element) {
    require(
        Double.isFinite(value), "members must be finite; the average at %d is %s", element, value);
  }

  private void requireEqualLengths(int[] lengths) {
    require(
        lengths.length == weights.length && Arrays.stream(lengths).distinct().count() == 1,
        "members must be as many as the weights and equally long (got %d weights and lengths %s)",
        weights.length,
        Arrays.toString(lengths));
  }
}
