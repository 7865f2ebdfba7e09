package org.plumbline.core.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitsTest {

  @ParameterizedTest
  @CsvSource({
    "0.61234, 0.13, 0.61",
    "0.61234, 0.0131, 0.612",
    "0.61234, 1.3, 0.6",
    "123.456, 13, 123",
    "123.456, 4200, 123",
    "-0.0449, 0.1, \u22120.04",
    "-0.0004, 0.13, 0.00",
    "7, 0.5, 7.00"
  })
  void numbersHaveAsManyDigitsAsTheirUncertaintyAllows(
      double value, double uncertainty, String expected) {
    assertEquals(expected, Digits.of(value, uncertainty));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "12, 12", "0.123456, 0.123", "1234.5, 1235", "-2.5, \u22122.50"})
  void withoutUncertaintyThereAreThreeDigits(double value, String expected) {
    assertEquals(expected, Digits.of(value, null));
    assertEquals(expected, Digits.of(value, 0.0));
  }

  @ParameterizedTest
  @CsvSource({"0.0004, p < 0.001", "0.0123, p = 0.012", "0.4567, p = 0.46"})
  void aVerySmallPIsOnlyBounded(double p, String expected) {
    assertEquals(expected, Digits.p(p));
  }
}
