package org.plumbline.mechanism.sampled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.plumbline.testkit.GoldenCase;
import org.plumbline.testkit.GoldenFile;

/** The group {@code sampledPayments} of the golden file; the others are games with few outcomes. */
final class GoldenSampledPaymentsTest {
  private final JsonNode golden =
      GoldenFile.json(getClass(), "golden-mechanism-extra.json").path("sampledPayments");

  @TestFactory
  List<DynamicTest> everyPayment() {
    List<DynamicTest> tests = new ArrayList<>();
    tests.addAll(payments("fromPolicy", new Origin.Policy()));
    tests.addAll(payments("fromInitial", new Origin.Initial()));
    assertFalse(tests.isEmpty(), "the golden file holds no sampled payment");
    return tests;
  }

  private List<DynamicTest> payments(String name, Origin origin) {
    double lambda = golden.path("lambda").doubleValue();
    double[] sizes = GoldenCase.vector(golden.path("sizes"));
    SampleSet set = new SampleSet(GoldenCase.matrix(golden.path("rewards")), origin);
    PolicyWeights weights = PolicyWeights.of(set, sizes, lambda);
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < golden.path(name).size(); i++) {
      JsonNode expected = golden.path(name).get(i);
      double[] exponents = weights.exponents()[i];
      tests.add(
          DynamicTest.dynamicTest(
              name + " of group " + (i + 1),
              () -> {
                EmpiricalPayment got = EmpiricalPayment.of(weights.log(), exponents, lambda);
                agree(expected, "payment", got.payment());
                agree(expected, "standardError", got.standardError());
                agree(expected, "ess", got.effectiveSamples());
                agree(expected, "normalisedPartition", got.partition());
              }));
    }
    return tests;
  }

  private static void agree(JsonNode expected, String name, double got) {
    double value = expected.path(name).doubleValue();
    assertEquals(value, got, 1e-10 * Math.max(1, Math.abs(value)), name);
  }
}
