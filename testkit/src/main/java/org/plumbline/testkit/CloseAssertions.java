package org.plumbline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

/** Comparison of numbers within a tolerance that is tight unless said otherwise. */
public final class CloseAssertions {
  private static final double RELATIVE = 1e-9;
  private static final double ABSOLUTE = 1e-12;

  private CloseAssertions() {}

  /** Fails unless the numbers agree to a relative 1e-9 or an absolute 1e-12. */
  public static void assertClose(double expected, double actual) {
    assertClose(expected, actual, RELATIVE, ABSOLUTE, "");
  }

  /** The same for each number of two lists of the same length. */
  public static void assertClose(double[] expected, double[] actual) {
    assertEquals(expected.length, actual.length, "length");
    for (int i = 0; i < expected.length; i++) {
      assertClose(expected[i], actual[i], RELATIVE, ABSOLUTE, " at " + i);
    }
  }

  /**
   * Fails unless {@code |actual - expected| <= absolute + relative * |expected|}; NaN agrees with
   * NaN only.
   */
  public static void assertClose(
      double expected, double actual, double relative, double absolute, String where) {
    boolean same =
        Double.compare(expected, actual) == 0
            || expected == actual
            || Double.isFinite(expected)
                && Math.abs(expected - actual) <= absolute + relative * Math.abs(expected);
    if (!same) {
      fail(
          "expected %s but was %s%s, off by %s (allowed: %s + %s of the expected number)"
              .formatted(expected, actual, where, Math.abs(expected - actual), absolute, relative));
    }
  }
}
