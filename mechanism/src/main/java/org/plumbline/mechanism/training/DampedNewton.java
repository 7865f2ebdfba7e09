package org.plumbline.mechanism.training;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.Arrays;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.divergence.Regularization;

/**
 * Newton's method for the duals of rules that have one variable for each group. The weight of the
 * divergence comes down to its value in stages: far from the optimum a small one leaves the policy
 * on a single outcome, where nothing tells the way.
 */
final class DampedNewton {
  private static final int MOST_STEPS = 300;
  private static final double STAGE = 4;

  /** What a residual may be at the end; usually it is about 1e-14. */
  private static final double TOLERANCE = 1e-8;

  private DampedNewton() {}

  /** One vector of variables. */
  interface State {
    /** What is minimised. */
    double objective();

    /** How far the optimum's own equation is from holding. */
    double residual();

    /** Newton's step. */
    double[] step();

    /** The state after a share of a step. */
    State after(double[] step, double length);

    /** The same variables under another weight of the divergence. */
    State under(TiltedMixture family);

    /** The policy. */
    Policy policy();
  }

  /**
   * The policy at the optimum.
   *
   * @param scale of the rewards in the dual, a weight of the divergence that is large beside them
   */
  static Policy solve(TrainingRule rule, ReportProfile reports, State start, double scale) {
    Regularization to = rule.regularization();
    double lambda = Math.max(to.lambda(), scale);
    State state = descend(start.under(family(reports, to, lambda)));
    while (lambda > to.lambda()) {
      lambda = Math.max(to.lambda(), lambda / STAGE);
      state = descend(state.under(family(reports, to, lambda)));
    }
    unless(
        state.residual() <= TOLERANCE,
        "%s was not solved at lambda = %s (its equation is off by %s, and %s is allowed): take a"
            + " larger lambda",
        rule.name(),
        to.lambda(),
        state.residual(),
        TOLERANCE);
    return state.policy();
  }

  private static TiltedMixture family(ReportProfile reports, Regularization to, double lambda) {
    return new TiltedMixture(reports, new Regularization(to.divergence(), lambda, to.initial()));
  }

  private static State descend(State start) {
    State state = start;
    for (int i = 0; i < MOST_STEPS && state.residual() > 1e-15; i++) {
      double[] step = shortened(state.step());
      double length = 1;
      State next = state.after(step, length);
      // Near the optimum the objective has no digits left to tell; the residual has.
      while (!(next.objective() <= state.objective())
          && !(next.residual() <= state.residual() / 2)
          && length > 1e-12) {
        length /= 2;
        next = state.after(step, length);
      }
      if (!(next.residual() < state.residual()) && length < 1e-6) {
        return state; // at the last digits of both
      }
      state = next;
    }
    return state;
  }

  /** A step in the same direction that changes no logarithm by more than 2. */
  private static double[] shortened(double[] step) {
    double largest = Arrays.stream(step).map(Math::abs).max().orElse(0);
    return Arrays.stream(step).map(each -> each / Math.max(1, largest / 2)).toArray();
  }
}
