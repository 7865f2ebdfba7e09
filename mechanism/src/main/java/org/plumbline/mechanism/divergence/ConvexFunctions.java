package org.plumbline.mechanism.divergence;

import static org.plumbline.mechanism.InvalidGameException.unless;

/** Functions f of known divergences, for {@link ConvexDivergence}. */
public sealed interface ConvexFunctions extends ConvexFunction {

  /** Squared Hellinger distance: {@code f(t) = 2 (1 - sqrt t)^2}. */
  record Hellinger() implements ConvexFunctions {
    @Override
    public double value(double t) {
      double root = 1 - Math.sqrt(t);
      return 2 * root * root;
    }

    @Override
    public double slope(double t) {
      return 2 - 2 / Math.sqrt(t);
    }

    @Override
    public double curvature(double t) {
      return 1 / (t * Math.sqrt(t));
    }

    @Override
    public double inverseSlope(double s) {
      return s >= 2 ? Double.POSITIVE_INFINITY : 4 / ((2 - s) * (2 - s));
    }
  }

  /** Jensen-Shannon divergence, twice: {@code f(t) = t log t - (t + 1) log((t + 1) / 2)}. */
  record JensenShannon() implements ConvexFunctions {
    @Override
    public double value(double t) {
      return (t == 0 ? 0 : t * Math.log(t)) - (t + 1) * Math.log((t + 1) / 2);
    }

    @Override
    public double slope(double t) {
      return Math.log(2 * t / (t + 1));
    }

    @Override
    public double curvature(double t) {
      return 1 / (t * (t + 1));
    }

    @Override
    public double inverseSlope(double s) {
      double e = Math.exp(s);
      return e >= 2 ? Double.POSITIVE_INFINITY : e / (2 - e);
    }
  }

  /**
   * Alpha-divergence: {@code f(t) = (t^alpha - 1 - alpha (t - 1)) / (alpha (alpha - 1))}; between
   * the forward KL (alpha to 0) and the reverse KL (alpha to 1), half the chi-squared at 2.
   *
   * @param alpha any number but 0 and 1
   */
  record Alpha(double alpha) implements ConvexFunctions {
    public Alpha {
      unless(
          Double.isFinite(alpha) && alpha != 0 && alpha != 1,
          "alpha is a finite number, not 0 (that is forward-kl) nor 1 (reverse-kl) (got %s)",
          alpha);
    }

    @Override
    public double value(double t) {
      return (Math.pow(t, alpha) - 1 - alpha * (t - 1)) / (alpha * (alpha - 1));
    }

    @Override
    public double slope(double t) {
      return (Math.pow(t, alpha - 1) - 1) / (alpha - 1);
    }

    @Override
    public double curvature(double t) {
      return Math.pow(t, alpha - 2);
    }

    @Override
    public double inverseSlope(double s) {
      double power = 1 + s * (alpha - 1);
      if (power <= 0) {
        return alpha > 1 ? 0 : Double.POSITIVE_INFINITY;
      }
      return Math.pow(power, 1 / (alpha - 1));
    }
  }
}
