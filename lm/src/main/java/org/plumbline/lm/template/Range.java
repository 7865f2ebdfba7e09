package org.plumbline.lm.template;

import java.math.BigInteger;

/**
 * Python's range.
 *
 * @param length number of elements
 */
record Range(long start, long stop, long step, int length) {
  // Jinja's sandbox has the same limit.
  private static final long MAX_LENGTH = 100_000;

  static Range of(long start, long stop, long step) {
    if (step == 0) {
      throw TemplateError.value("range() arg 3 must not be zero");
    }
    double span = step > 0 ? (double) stop - start : (double) start - stop;
    double length = Math.max(0, Math.ceil(span / Math.abs((double) step)));
    if (length > MAX_LENGTH) {
      throw new TemplateError(
          TemplateError.Kind.OVERFLOW,
          "Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000).",
          0);
    }
    return new Range(start, stop, step, (int) length);
  }

  Object at(int index) {
    return BigInteger.valueOf(start + step * index);
  }

  @Override
  public String toString() {
    return step == 1
        ? "range(%d, %d)".formatted(start, stop)
        : "range(%d, %d, %d)".formatted(start, stop, step);
  }
}
