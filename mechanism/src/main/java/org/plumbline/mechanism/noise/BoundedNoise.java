package org.plumbline.mechanism.noise;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.Reward;
import org.plumbline.mechanism.payment.Mechanism;
import org.plumbline.mechanism.training.TrainingRule;

/**
 * Errors of at most epsilon that are added to whatever a group reports, each with the same
 * probability (Assumption 4.7). They are drawn once, so that utilities of different reports are
 * compared under the same errors.
 *
 * @param epsilon the largest error
 * @param errors one vector for each scenario
 */
public record BoundedNoise(double epsilon, List<Reward> errors) {

  public BoundedNoise {
    errors = List.copyOf(errors);
    unless(!errors.isEmpty(), "noise needs a scenario (got none)");
    for (Reward error : errors) {
      unless(
          error.largest() <= epsilon && error.least() >= -epsilon,
          "an error is at most epsilon = %s (got %s to %s)",
          epsilon,
          error.least(),
          error.largest());
    }
  }

  /**
   * Scenarios with independent uniform errors; every other one has errors of -epsilon or epsilon.
   */
  public static BoundedNoise draw(
      double epsilon, int outcomes, int scenarios, RandomGenerator random) {
    List<Reward> errors = new ArrayList<>();
    for (int k = 0; k < scenarios; k++) {
      double[] error = new double[outcomes];
      for (int x = 0; x < outcomes; x++) {
        double draw = random.nextDouble(-1, 1);
        error[x] = epsilon * (k % 2 == 0 ? Math.signum(draw) : draw);
      }
      errors.add(Reward.of(error));
    }
    return new BoundedNoise(epsilon, errors);
  }

  /** The report as the mechanism sees it in one scenario. */
  public Group perturb(Group report, int scenario) {
    return report.withReward(report.reward().minus(1, errors.get(scenario), -1));
  }

  /**
   * U of section 4.2: a group's expected utility after a report, over its own errors. Training and
   * payment see the same noisy reward.
   */
  public <R extends TrainingRule> double expectedUtility(
      Mechanism<R> mechanism, ReportProfile others, int group, Group report, Group truth) {
    double total = 0;
    for (int k = 0; k < errors.size(); k++) {
      total += mechanism.utility(others.withTrusted(group, perturb(report, k)), group, truth);
    }
    return total / errors.size();
  }
}
