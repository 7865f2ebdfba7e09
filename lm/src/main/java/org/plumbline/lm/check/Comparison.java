package org.plumbline.lm.check;

/** Many numbers of one kind; what is kept is the one furthest from its tolerance. */
final class Comparison {
  private final String what;
  private int values;
  private double difference;
  private double tolerance = Double.NaN;
  private double worst = -1;
  private String where = "";

  Comparison(String what) {
    this.what = what;
  }

  void compare(String place, double expected, double got, double allowed) {
    double apart = expected == got ? 0 : Math.abs(expected - got);
    values++;
    note(place, Double.isNaN(apart) ? Double.POSITIVE_INFINITY : apart, allowed);
  }

  /** Numbers in order; another count of them fails. */
  void all(double[] expected, float[] got, double allowed) {
    if (expected.length != got.length) {
      missing("%d numbers are expected, the model gives %d".formatted(expected.length, got.length));
      return;
    }
    for (int i = 0; i < expected.length; i++) {
      compare("number " + i, expected[i], got[i], allowed);
    }
  }

  /** Something that cannot be compared, which fails. */
  void missing(String reason) {
    note(reason, Double.POSITIVE_INFINITY, 0);
  }

  CheckResult result() {
    if (worst < 0) {
      missing("there was nothing to compare");
    }
    return new CheckResult(what, values, difference, tolerance, where);
  }

  private void note(String place, double apart, double allowed) {
    double share = allowed == 0 ? (apart == 0 ? 0 : Double.POSITIVE_INFINITY) : apart / allowed;
    if (share > worst) {
      worst = share;
      difference = apart;
      tolerance = allowed;
      where = place;
    }
  }
}
