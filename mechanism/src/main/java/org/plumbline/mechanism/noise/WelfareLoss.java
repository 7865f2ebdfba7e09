package org.plumbline.mechanism.noise;

import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.Reward;
import org.plumbline.mechanism.RewardSum;
import org.plumbline.mechanism.divergence.ChiSquared;
import org.plumbline.mechanism.divergence.ConvexDivergence;
import org.plumbline.mechanism.divergence.ForwardKl;
import org.plumbline.mechanism.divergence.Regularization;
import org.plumbline.mechanism.divergence.ReverseKl;
import org.plumbline.mechanism.divergence.SquaredEuclidean;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;

/**
 * What a training on noisy rewards loses (Lemma 4.8), and the bounds on it.
 *
 * @param epsilon the largest error of a reward
 * @param loss of affine social welfare, at the rewards as they are
 * @param lemma 2 epsilon W, the bound of Lemma 4.8
 * @param byEpsilon {@code (epsilon W)^2 / (2 lambda)} under reverse KL, smaller if {@code epsilon W
 *     < 4 lambda}; infinity elsewhere
 * @param bySpread from the errors themselves: under reverse KL {@code osc(e)^2 / (8 lambda)}, under
 *     L2 {@code |e - mean e|^2 / (4 lambda)}, with e the error of the aggregate; infinity elsewhere
 */
public record WelfareLoss(
    double epsilon, double loss, double lemma, double byEpsilon, double bySpread) {

  /** Compares a training on the noisy reports with one on the reports as they are. */
  public static WelfareLoss of(
      SocialWelfareMaximizer rule, ReportProfile reports, ReportProfile noisy) {
    double epsilon = 0;
    double members = 0;
    RewardSum errors = new RewardSum(reports.outcomes().size());
    for (int i = 0; i < reports.size(); i++) {
      double weight = rule.weight(reports.group(i));
      Reward error = noisy.group(i).reward().minus(1, reports.group(i).reward(), 1);
      epsilon = Math.max(epsilon, Math.max(error.largest(), -error.least()));
      members += weight;
      errors.add(weight, error);
    }
    Reward error = errors.aggregate().gaps();
    double loss = rule.optimum(noisy).bregman(1, error, () -> rule.optimum(reports));
    Regularization to = rule.regularization();
    double total = epsilon * members;
    return switch (to.divergence()) {
      case ReverseKl kl ->
          new WelfareLoss(
              epsilon,
              loss,
              2 * total,
              total * total / (2 * to.lambda()),
              error.least() * error.least() / (8 * to.lambda()));
      case SquaredEuclidean squared ->
          new WelfareLoss(
              epsilon,
              loss,
              2 * total,
              Double.POSITIVE_INFINITY,
              squares(error) / (4 * to.lambda()));
      case ForwardKl forward -> first(epsilon, loss, total);
      case ChiSquared chi -> first(epsilon, loss, total);
      case ConvexDivergence convex -> first(epsilon, loss, total);
    };
  }

  private static WelfareLoss first(double epsilon, double loss, double total) {
    return new WelfareLoss(
        epsilon, loss, 2 * total, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  private static double squares(Reward error) {
    double mean = 0;
    for (int x = 0; x < error.size(); x++) {
      mean += error.at(x) / error.size();
    }
    double squares = 0;
    for (int x = 0; x < error.size(); x++) {
      squares += (error.at(x) - mean) * (error.at(x) - mean);
    }
    return squares;
  }

  /** The smallest of the bounds that epsilon alone gives. */
  public double bound() {
    return Math.min(lemma, byEpsilon);
  }

  /** How much of the bound the loss takes: 1 if it is tight. */
  public double tightness() {
    return bound() == 0 ? 0 : loss / bound();
  }
}
