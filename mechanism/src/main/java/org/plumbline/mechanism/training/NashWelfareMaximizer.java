package org.plumbline.mechanism.training;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.Arrays;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.divergence.Regularization;
import org.plumbline.mechanism.numeric.LinearSystem;

/**
 * Maximises the Nash welfare {@code sum of w_i log v_i - lambda KL(pi || pi0)}. The paper does not
 * say how the divergence enters; this is the form that we take. Not affine: no payment makes the
 * truth a dominant strategy under it.
 *
 * <p>Solved in the n variables of the dual by Newton's method; at the optimum each a_i is 1 / v_i,
 * and {@code pi = pi0 exp(sum of (w_i / v_i) rm_i / lambda) / Z}, to about 1e-13.
 *
 * @param regularization with reverse KL
 */
public record NashWelfareMaximizer(Regularization regularization) implements TrainingRule {
  private static final int MOST_STEPS = 300;

  @Override
  public String name() {
    return "nash-welfare";
  }

  @Override
  public Policy train(ReportProfile reports) {
    reports
        .groups()
        .forEach(
            group ->
                unless(
                    group.reward().least() >= 0 && group.reward().largest() > 0,
                    "group '%s': under the Nash welfare no reward is negative and one is positive"
                        + " (got %s to %s)",
                    group.name(),
                    group.reward().least(),
                    group.reward().largest()));
    TiltedMixture family = new TiltedMixture(reports, regularization);
    double[] logA = new double[reports.size()];
    TiltedMixture.Point point = family.at(strengths(reports, logA));
    for (int step = 0; step < MOST_STEPS && residual(logA, point) > 1e-15; step++) {
      double[] move = move(reports, family, logA, point);
      double before = objective(reports, logA, point);
      double length = 1;
      double[] next;
      TiltedMixture.Point reached;
      do {
        next = moved(logA, move, length);
        reached = family.at(strengths(reports, next));
        length /= 2;
        // Near the optimum the objective has no digits left to tell; the residual has.
      } while (objective(reports, next, reached) > before
          && residual(next, reached) > residual(logA, point) / 2
          && length > 1e-12);
      if (residual(next, reached) >= residual(logA, point) && length < 1e-6) {
        break; // at the last digits of the objective
      }
      logA = next;
      point = reached;
    }
    return point.policy();
  }

  private double[] move(
      ReportProfile reports, TiltedMixture family, double[] logA, TiltedMixture.Point point) {
    int n = logA.length;
    double[][] hessian = family.covariance(point);
    double[] gradient = new double[n];
    double[] strengths = strengths(reports, logA);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        hessian[i][j] *= strengths[i] * strengths[j] / regularization.lambda();
      }
      hessian[i][i] += strengths[i] * point.valuations()[i];
      gradient[i] = reports.group(i).size() - strengths[i] * point.valuations()[i];
    }
    return TiltedMixture.shortened(LinearSystem.solve(hessian, gradient));
  }

  private static double[] moved(double[] from, double[] move, double length) {
    double[] to = new double[from.length];
    Arrays.setAll(to, i -> from[i] + length * move[i]);
    return to;
  }

  private static double[] strengths(ReportProfile reports, double[] logA) {
    double[] strengths = new double[logA.length];
    Arrays.setAll(strengths, i -> reports.group(i).size() * Math.exp(logA[i]));
    return strengths;
  }

  private static double objective(ReportProfile reports, double[] logA, TiltedMixture.Point point) {
    double objective = point.value();
    for (int i = 0; i < logA.length; i++) {
      objective -= reports.group(i).size() * (logA[i] + 1);
    }
    return objective;
  }

  private static double residual(double[] logA, TiltedMixture.Point point) {
    double residual = 0;
    for (int i = 0; i < logA.length; i++) {
      residual = Math.max(residual, Math.abs(Math.exp(logA[i]) * point.valuations()[i] - 1));
    }
    return residual;
  }
}
