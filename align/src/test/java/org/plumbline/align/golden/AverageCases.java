package org.plumbline.align.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleToLongFunction;
import org.plumbline.core.weights.Rounding;
import org.plumbline.core.weights.WeightAverage;
import org.plumbline.testkit.GoldenCase;
import org.plumbline.testkit.GoldenSuite;

/** Averages in weight space and casts, to the bit. */
final class AverageCases {
  private AverageCases() {}

  static void register(GoldenSuite suite) {
    suite
        .handle("linear_average", "f32_sequential_uniform", AverageCases::inFloat)
        .handle("linear_average", "f32_sequential_weights_normalised", AverageCases::inFloat)
        .handle("linear_average", "f32_sequential_weights_not_normalised", AverageCases::inFloat)
        .handle("linear_average", "f64_accumulate_uniform", AverageCases::inDouble)
        .handle("linear_average", "weights_normalised", AverageCases::plain)
        .handle("linear_average", "explicit_zero_weight_honoured", AverageCases::plain)
        .handle("linear_average", "uniform", AverageCases::plain)
        .handle(
            "linear_average",
            "LEGACY_bf16_in_dtype_weight0.1(mergekit 0.1.4)",
            AverageCases::ofBfloat16)
        .handle("cast", "f64_to_bf16_direct_rne", c -> bits(c, x -> Rounding.bfloat16(x) & 0xffff))
        .handle(
            "cast", "via_f32_to_bf16_rne", c -> bits(c, x -> Rounding.bfloat16((float) x) & 0xffff))
        .handle(
            "cast", "via_f32_to_f16_rne", c -> bits(c, x -> Rounding.float16((float) x) & 0xffff));
  }

  private static WeightAverage average(GoldenCase c) {
    double[] weights = c.vector("weights");
    return c.flag("normalize") ? WeightAverage.normalised(weights) : WeightAverage.sum(weights);
  }

  private static Object plain(GoldenCase c) {
    return average(c).ofDoubles(List.of(c.matrix("members")));
  }

  private static Object inDouble(GoldenCase c) {
    double[] result = average(c).ofDoubles(List.of(c.matrix("members")));
    return Map.of(
        "f64", result,
        "f32", bits(result, x -> Integer.toUnsignedLong(Float.floatToRawIntBits((float) x))),
        "bf16_direct", bits(result, x -> Rounding.bfloat16(x) & 0xffff));
  }

  private static Object inFloat(GoldenCase c) {
    List<float[]> members = new ArrayList<>();
    for (double[] member : c.matrix("members")) {
      members.add(floats(member));
    }
    float[] sum = average(c).ofFloats(members);
    double[] result = new double[sum.length];
    Arrays.setAll(result, i -> sum[i]);
    return Map.of(
        "f32", bits(result, x -> Integer.toUnsignedLong(Float.floatToRawIntBits((float) x))),
        "bf16", bits(result, x -> Rounding.bfloat16((float) x) & 0xffff),
        "f16", bits(result, x -> Rounding.float16((float) x) & 0xffff));
  }

  private static Object ofBfloat16(GoldenCase c) {
    List<double[]> members = new ArrayList<>();
    for (double[] patterns : c.matrix("membersBf16")) {
      members.add(
          Arrays.stream(patterns).map(p -> Rounding.bfloat16ToFloat((short) (int) p)).toArray());
    }
    double[] result = average(c).ofDoubles(members);
    return Map.of("bf16", bits(result, x -> Rounding.bfloat16(x) & 0xffff));
  }

  private static long[] bits(GoldenCase c, DoubleToLongFunction form) {
    return bits(c.vector("x"), form);
  }

  private static long[] bits(double[] values, DoubleToLongFunction form) {
    return Arrays.stream(values).mapToLong(form).toArray();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
