package org.plumbline.mechanism.training;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.Arrays;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.divergence.Regularization;
import org.plumbline.mechanism.numeric.LinearSystem;

/**
 * Maximises a soft minimum of the valuations, {@code -(1 / sharpness) log(sum of exp(-sharpness
 * v_i)) - lambda KL(pi || pi0)}: the maximin rule as the sharpness grows. Sizes do not matter. Not
 * affine: no payment makes the truth a dominant strategy under it.
 *
 * <p>The dual is over shares q of the groups, {@code min lambda log Z(q) + (1 / sharpness) sum of q
 * log q}; Newton's method, and at the optimum q is proportional to {@code exp(-sharpness v)}.
 *
 * @param regularization with reverse KL
 * @param sharpness beta, more than 0
 */
public record EgalitarianMaximizer(Regularization regularization, double sharpness)
    implements TrainingRule {
  private static final int MOST_STEPS = 500;

  public EgalitarianMaximizer {
    unless(
        sharpness > 0 && Double.isFinite(sharpness),
        "the sharpness of the soft minimum is a finite number above 0 (got %s)",
        sharpness);
  }

  @Override
  public String name() {
    return "egalitarian";
  }

  @Override
  public Policy train(ReportProfile reports) {
    TiltedMixture family = new TiltedMixture(reports, regularization);
    double[] shares = new double[reports.size()];
    Arrays.fill(shares, 1.0 / shares.length);
    TiltedMixture.Point point = family.at(shares);
    for (int step = 0; step < MOST_STEPS && residual(shares, point) > 1e-15; step++) {
      double[] move = move(family, shares, point);
      double before = objective(shares, point);
      double length = 1;
      double[] next;
      TiltedMixture.Point reached;
      do {
        next = moved(shares, move, length);
        reached = family.at(next);
        length /= 2;
        // Near the optimum the objective has no digits left to tell; the residual has.
      } while (objective(next, reached) > before
          && residual(next, reached) > residual(shares, point) / 2
          && length > 1e-12);
      if (residual(next, reached) >= residual(shares, point) && length < 1e-6) {
        break; // at the last digits of the objective
      }
      shares = next;
      point = reached;
    }
    return point.policy();
  }

  /** Newton's step of log q within the simplex: the last row keeps the sum. */
  private double[] move(TiltedMixture family, double[] shares, TiltedMixture.Point point) {
    int n = shares.length;
    double[][] covariance = family.covariance(point);
    double[][] system = new double[n + 1][n + 1];
    double[] right = new double[n + 1];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        system[i][j] = covariance[i][j] / regularization.lambda() * shares[j];
      }
      system[i][i] += 1 / sharpness;
      system[i][n] = 1;
      system[n][i] = shares[i];
      right[i] = -point.valuations()[i] - Math.log(shares[i]) / sharpness;
    }
    return TiltedMixture.shortened(Arrays.copyOf(LinearSystem.solve(system, right), n));
  }

  private static double[] moved(double[] shares, double[] move, double length) {
    double[] next = new double[shares.length];
    Arrays.setAll(next, i -> Math.max(1e-300, shares[i] * Math.exp(length * move[i])));
    double sum = Arrays.stream(next).sum();
    return Arrays.stream(next).map(each -> each / sum).toArray();
  }

  private double objective(double[] shares, TiltedMixture.Point point) {
    return point.value() + Arrays.stream(shares).map(q -> q * Math.log(q)).sum() / sharpness;
  }

  private double residual(double[] shares, TiltedMixture.Point point) {
    double least = Arrays.stream(point.valuations()).min().orElse(0);
    double[] wanted =
        Arrays.stream(point.valuations()).map(v -> Math.exp(-sharpness * (v - least))).toArray();
    double sum = Arrays.stream(wanted).sum();
    double residual = 0;
    for (int i = 0; i < wanted.length; i++) {
      residual = Math.max(residual, Math.abs(wanted[i] / sum - shares[i]));
    }
    return residual;
  }
}
