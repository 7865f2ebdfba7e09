package org.plumbline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import org.plumbline.core.error.InvalidInputException;

class GoldenSuiteTest {

  @Test
  void rightHandlersPassEveryCaseAndTheRestIsListed() {
    Map<String, String> outcomes = outcomes(suite().handle("sum", GoldenSuiteTest::sum));
    assertEquals("passed", outcomes.get("s-1 sum plain"));
    assertEquals("passed", outcomes.get("s-2 sum plain"));
    assertEquals("passed", outcomes.get("s-3 sum plain"));
    assertEquals("passed", outcomes.get("sum WRONG_mean"));
    assertEquals("aborted", outcomes.get("not built yet: product (2 cases)"));
    assertEquals("aborted", outcomes.get("not built yet: both (1 cases)"));
  }

  @Test
  void aHandlerThatAveragesFailsEverywhereThatItShould() {
    Map<String, String> outcomes =
        outcomes(suite().handle("sum", c -> Arrays.stream(c.vector("x")).average().orElse(0)));
    assertTrue(String.valueOf(outcomes.get("s-2 sum plain")).contains("should be 3.0 and is 1.5"));
    assertTrue(String.valueOf(outcomes.get("s-3 sum plain")).contains("must be refused"));
    assertTrue(
        String.valueOf(outcomes.get("sum WRONG_mean")).contains("reproduce the known fault"));
  }

  @Test
  void maskedPositionsAreNotComparedAndFurtherKeysAreIgnored() {
    GoldenCase both = golden("s-5");
    assertFalse(both.has("none"));
    assertTrue(both.mask("mask").at(0, 0));
    assertEquals(
        List.of(),
        both.differences(
            Map.of("sum", 3.0000001, "rows", new double[][] {{1, -99}, {2}}, "more", "?")));
    assertEquals(1, both.differences(Map.of("sum", 3)).size());
    assertEquals(
        2, both.differences(Map.of("sum", 3.1, "rows", List.of(new double[] {1, 0}, 2))).size());
  }

  @Test
  void aFolderNamedByThePropertyReplacesTheFile(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("sample.json"),
        """
        {"groups": {"g": [{"id": "other", "op": "sum", "in": {}, "out": 1, "tol": [0, 0]}]}}
        """);
    System.setProperty(GoldenFile.FOLDER_PROPERTY, folder.toString());
    try {
      GoldenFile file = GoldenFile.load(getClass(), "sample.json");
      assertEquals(List.of("other"), file.cases().stream().map(GoldenCase::id).toList());
    } finally {
      System.clearProperty(GoldenFile.FOLDER_PROPERTY);
    }
  }

  @Test
  void aFailureUnderASeedNamesTheSeed() {
    AssertionError failure =
        assertThrows(
            AssertionError.class,
            () ->
                SeededRandom.forAll(
                    5, random -> assertTrue(random.seed() < 4 || random.gaussian() > 99)));
    assertTrue(failure.toString().contains("seed 4"), failure.toString());
  }

  @Test
  void closeMeansWithinTheTolerance() {
    CloseAssertions.assertClose(1e6, 1e6 + 1e-4);
    CloseAssertions.assertClose(Double.NaN, Double.NaN);
    assertThrows(AssertionError.class, () -> CloseAssertions.assertClose(1, 1 + 1e-8));
    assertThrows(AssertionError.class, () -> CloseAssertions.assertClose(1, Double.NaN));
    assertThrows(
        AssertionError.class,
        () -> CloseAssertions.assertClose(Double.POSITIVE_INFINITY, Double.MAX_VALUE));
  }

  private static Object sum(GoldenCase c) {
    double[] x = c.vector("x");
    if (x.length == 0) {
      throw new InvalidInputException("nothing to add");
    }
    return Arrays.stream(x).sum();
  }

  private GoldenSuite suite() {
    return new GoldenSuite(GoldenFile.load(getClass(), "sample.json"));
  }

  private GoldenCase golden(String id) {
    return GoldenFile.load(getClass(), "sample.json").cases().stream()
        .filter(c -> c.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** Name of each test, and "passed", "aborted", or its failure. */
  private static Map<String, String> outcomes(GoldenSuite suite) {
    Map<String, String> outcomes = new LinkedHashMap<>();
    for (DynamicTest test : tests(suite.tests())) {
      outcomes.put(test.getDisplayName(), outcome(test));
    }
    return outcomes;
  }

  private static String outcome(DynamicTest test) {
    try {
      test.getExecutable().execute();
      return "passed";
    } catch (TestAbortedException aborted) {
      return "aborted";
    } catch (Throwable failure) {
      return failure.toString();
    }
  }

  private static List<DynamicTest> tests(List<DynamicNode> nodes) {
    List<DynamicTest> tests = new ArrayList<>();
    for (DynamicNode node : nodes) {
      ((DynamicContainer) node).getChildren().forEach(child -> tests.add((DynamicTest) child));
    }
    return tests;
  }
}
