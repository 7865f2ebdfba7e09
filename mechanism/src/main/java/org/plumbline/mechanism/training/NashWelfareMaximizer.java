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
    double scale = 0;
    for (var group : reports.groups()) {
      scale = Math.max(scale, group.size());
    }
    double[] start =
        reports.groups().stream().mapToDouble(g -> -Math.log(g.reward().largest())).toArray();
    return DampedNewton.solve(
        this, reports, State.of(new TiltedMixture(reports, regularization), start), scale);
  }

  /** The variables are the logarithms of a. */
  private record State(TiltedMixture family, double[] logA, TiltedMixture.Point point)
      implements DampedNewton.State {

    static State of(TiltedMixture family, double[] logA) {
      return new State(family, logA, family.at(strengths(family.reports(), logA)));
    }

    private static double[] strengths(ReportProfile reports, double[] logA) {
      double[] strengths = new double[logA.length];
      Arrays.setAll(strengths, i -> reports.group(i).size() * Math.exp(logA[i]));
      return strengths;
    }

    @Override
    public double objective() {
      double objective = point.value();
      for (int i = 0; i < logA.length; i++) {
        objective -= family.reports().group(i).size() * (logA[i] + 1);
      }
      return objective;
    }

    @Override
    public double residual() {
      double residual = 0;
      for (int i = 0; i < logA.length; i++) {
        residual = Math.max(residual, Math.abs(Math.exp(logA[i]) * point.valuations()[i] - 1));
      }
      return residual;
    }

    @Override
    public double[] step() {
      int n = logA.length;
      double[][] hessian = family.covariance(point);
      double[] gradient = new double[n];
      double[] strengths = strengths(family.reports(), logA);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          hessian[i][j] *= strengths[i] * strengths[j] / family.to().lambda();
        }
        hessian[i][i] += strengths[i] * point.valuations()[i];
        gradient[i] = family.reports().group(i).size() - strengths[i] * point.valuations()[i];
      }
      return LinearSystem.solve(hessian, gradient);
    }

    @Override
    public State after(double[] step, double length) {
      double[] moved = new double[logA.length];
      Arrays.setAll(moved, i -> logA[i] + length * step[i]);
      return of(family, moved);
    }

    @Override
    public State under(TiltedMixture other) {
      return of(other, logA);
    }

    @Override
    public Policy policy() {
      return point.policy();
    }
  }
}
