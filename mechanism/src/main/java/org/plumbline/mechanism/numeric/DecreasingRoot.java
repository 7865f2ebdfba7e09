package org.plumbline.mechanism.numeric;

/** Where a decreasing function is 1: Newton's steps, kept within a bracket by bisection. */
public final class DecreasingRoot {
  private static final int MOST_STEPS = 300;

  private DecreasingRoot() {}

  /**
   * One evaluation.
   *
   * @param value of the function; may be infinite
   * @param next where Newton's step leads; anything where there is none
   */
  public record Step(double value, double next) {}

  /** A function with its next step. */
  @FunctionalInterface
  public interface Function {
    /** At u. */
    Step at(double u);
  }

  /**
   * The root, to the last digits that the function can tell.
   *
   * @param low where the function is at least 1
   * @param high where it is at most 1
   */
  public static double of(double low, double high, Function function) {
    double below = low;
    double above = high;
    double u = high;
    for (int i = 0; i < MOST_STEPS && below < above; i++) {
      Step step = function.at(u);
      if (Math.abs(step.value() - 1) <= 2e-16) {
        return u;
      }
      if (step.value() > 1) {
        below = u;
      } else {
        above = u;
      }
      double middle = below + (above - below) / 2;
      // Every third step halves the bracket, whatever Newton says.
      u = step.next() > below && step.next() < above && i % 3 != 2 ? step.next() : middle;
      if (!(middle > below && middle < above)) {
        return u;
      }
    }
    return u;
  }
}
