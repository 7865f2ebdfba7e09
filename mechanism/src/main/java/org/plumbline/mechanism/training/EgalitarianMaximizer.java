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
 * log q}; Newton's method, and at the optimum q is proportional to {@code exp(-sharpness v)}. Below
 * a lambda of about 0.01, or at a sharpness of 1000, about 1 % of random games are refused as not
 * solved.
 *
 * @param regularization with reverse KL
 * @param sharpness beta, more than 0
 */
public record EgalitarianMaximizer(Regularization regularization, double sharpness)
    implements TrainingRule {
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
    double[] shares = new double[reports.size()];
    Arrays.fill(shares, 1.0 / shares.length);
    double scale = 0;
    for (var group : reports.groups()) {
      scale = Math.max(scale, group.reward().largest() - group.reward().least());
    }
    TiltedMixture family = new TiltedMixture(reports, regularization);
    return DampedNewton.solve(this, reports, State.of(family, sharpness, shares), scale);
  }

  /** The variables are the shares; steps are of their logarithms. */
  private record State(
      TiltedMixture family, double sharpness, double[] shares, TiltedMixture.Point point)
      implements DampedNewton.State {

    static State of(TiltedMixture family, double sharpness, double[] shares) {
      return new State(family, sharpness, shares, family.at(shares));
    }

    @Override
    public double objective() {
      return point.value() + Arrays.stream(shares).map(q -> q * Math.log(q)).sum() / sharpness;
    }

    @Override
    public double residual() {
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

    /** Within the simplex: the last row keeps the sum. */
    @Override
    public double[] step() {
      int n = shares.length;
      double[][] covariance = family.covariance(point);
      double[][] system = new double[n + 1][n + 1];
      double[] right = new double[n + 1];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          system[i][j] = covariance[i][j] / family.to().lambda() * shares[j];
        }
        system[i][i] += 1 / sharpness;
        system[i][n] = 1;
        system[n][i] = shares[i];
        right[i] = -point.valuations()[i] - Math.log(shares[i]) / sharpness;
      }
      return Arrays.copyOf(LinearSystem.solve(system, right), n);
    }

    @Override
    public State after(double[] step, double length) {
      double[] moved = new double[shares.length];
      Arrays.setAll(moved, i -> Math.max(1e-300, shares[i] * Math.exp(length * step[i])));
      double sum = Arrays.stream(moved).sum();
      return of(family, sharpness, Arrays.stream(moved).map(each -> each / sum).toArray());
    }

    @Override
    public State under(TiltedMixture other) {
      return of(other, sharpness, shares);
    }

    @Override
    public Policy policy() {
      return point.policy();
    }
  }
}
