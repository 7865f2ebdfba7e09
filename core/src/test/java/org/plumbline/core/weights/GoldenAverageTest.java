package org.plumbline.core.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleToIntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.plumbline.core.error.InvalidInputException;

/** Averages and casts against values that independent computations agreed on. */
final class GoldenAverageTest {

  private static List<JsonNode> cases(String op) throws IOException {
    try (InputStream in = GoldenAverageTest.class.getResourceAsStream("warm-merge.json")) {
      JsonNode all = new JsonMapper().readTree(Objects.requireNonNull(in));
      return StreamSupport.stream(all.spliterator(), false)
          .filter(one -> one.path("op").asText().equals(op))
          .toList();
    }
  }

  private static List<JsonNode> averages(String variant) throws IOException {
    List<JsonNode> found =
        cases("linear_average").stream()
            .filter(one -> one.path("variant").asText().startsWith(variant))
            .toList();
    assertTrue(!found.isEmpty(), variant);
    return found;
  }

  @TestFactory
  Stream<DynamicTest> accumulatingInDoubleAgrees() throws IOException {
    return averages("f64_accumulate_uniform").stream()
        .map(one -> DynamicTest.dynamicTest(one.path("id").asText(), () -> checkDouble(one)));
  }

  private static void checkDouble(JsonNode one) {
    double[] got = average(one).ofDoubles(members(one));
    JsonNode expected = one.path("out");
    for (int i = 0; i < got.length; i++) {
      double want = expected.path("f64").path(i).asDouble();
      assertEquals(want, got[i], 1e-11 + 1e-9 * Math.abs(want));
      if (want == got[i]) {
        assertEquals(
            expected.path("f32").path(i).asLong(),
            Integer.toUnsignedLong(Float.floatToRawIntBits((float) got[i])));
        assertEquals(
            expected.path("bf16_direct").path(i).asInt(), Rounding.bfloat16(got[i]) & 0xffff);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> accumulatingInFloatAgreesToTheBit() throws IOException {
    return averages("f32_sequential").stream()
        .map(one -> DynamicTest.dynamicTest(one.path("id").asText(), () -> checkFloat(one)));
  }

  private static void checkFloat(JsonNode one) {
    float[] got =
        average(one).ofFloats(members(one).stream().map(GoldenAverageTest::floats).toList());
    for (int i = 0; i < got.length; i++) {
      assertEquals(
          one.at("/out/f32/" + i).asLong(),
          Integer.toUnsignedLong(Float.floatToRawIntBits(got[i])),
          "f32 " + i);
      assertEquals(
          one.at("/out/bf16/" + i).asInt(), Rounding.bfloat16(got[i]) & 0xffff, "bf16 " + i);
      assertEquals(one.at("/out/f16/" + i).asInt(), Rounding.float16(got[i]) & 0xffff, "f16 " + i);
    }
  }

  @Test
  void anExplicitZeroWeightIsHonoured() throws IOException {
    for (JsonNode one : averages("explicit_zero_weight_honoured")) {
      double[] got = average(one).ofDoubles(members(one));
      for (int i = 0; i < got.length; i++) {
        assertEquals(one.path("out").path(i).asDouble(), got[i], 1e-11);
      }
    }
  }

  @Test
  void whatCannotBeAveragedIsRefused() throws IOException {
    List<JsonNode> errors =
        cases("linear_average").stream().filter(one -> one.path("out").isTextual()).toList();
    assertEquals(4, errors.size());
    for (JsonNode one : errors) {
      assertThrows(
          InvalidInputException.class,
          () -> average(one).ofDoubles(members(one)),
          one.path("id").asText());
    }
  }

  @Test
  void castsRoundToNearestEvenAsNamed() throws IOException {
    for (JsonNode one : cases("cast")) {
      DoubleToIntFunction cast =
          switch (one.path("variant").asText()) {
            case "f64_to_bf16_direct_rne" -> Rounding::bfloat16;
            case "via_f32_to_bf16_rne" -> x -> Rounding.bfloat16((float) x);
            default -> x -> Rounding.float16((float) x);
          };
      JsonNode x = one.at("/in/x");
      for (int i = 0; i < x.size(); i++) {
        assertEquals(
            one.path("out").path(i).asInt(),
            cast.applyAsInt(x.path(i).asDouble()) & 0xffff,
            one.path("id") + " " + i);
      }
    }
  }

  private static WeightAverage average(JsonNode one) {
    double[] weights = doubles(one.at("/in/weights"));
    return one.at("/in/normalize").asBoolean()
        ? WeightAverage.normalised(weights)
        : WeightAverage.sum(weights);
  }

  private static List<double[]> members(JsonNode one) {
    List<double[]> members = new ArrayList<>();
    one.at("/in/members").forEach(member -> members.add(doubles(member)));
    return members;
  }

  private static double[] doubles(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
