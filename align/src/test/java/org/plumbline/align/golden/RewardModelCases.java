package org.plumbline.align.golden;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.math.BradleyTerry;
import org.plumbline.core.stats.Agreement;
import org.plumbline.core.stats.Calibration;
import org.plumbline.core.stats.Correlation;
import org.plumbline.core.stats.PairAccuracy;
import org.plumbline.core.stats.PairAccuracy.Ties;
import org.plumbline.testkit.GoldenCase;
import org.plumbline.testkit.GoldenSuite;

/** The pairwise loss and the measures of a reward model. */
final class RewardModelCases {
  private RewardModelCases() {}

  static void register(GoldenSuite suite) {
    suite
        .handle("pair_loss", RewardModelCases::pairLoss)
        .handle("accuracy", "strict(trl)", c -> accuracy(c, Ties.WRONG))
        .handle("accuracy", "greaterEqual(WARM paper)", c -> accuracy(c, Ties.RIGHT))
        .handle("accuracy", "ties_half", c -> accuracy(c, Ties.HALF))
        .handle("calibration", "ece_uniform_bins_probability", RewardModelCases::calibration)
        .handle(
            "correlation",
            "pearson_spearman_kendallTauB",
            c ->
                Map.of(
                    "pearson", Correlation.pearson(c.vector("x"), c.vector("y")),
                    "spearman", Correlation.spearman(c.vector("x"), c.vector("y")),
                    "kendallTauB", Correlation.kendall(c.vector("x"), c.vector("y"))))
        .handle("correlation", "pearson", c -> Correlation.pearson(c.vector("x"), c.vector("y")))
        .handle("correlation", "spearman", c -> Correlation.spearman(c.vector("x"), c.vector("y")))
        .handle(
            "correlation", "kendallTauB", c -> Correlation.kendall(c.vector("x"), c.vector("y")))
        .handle(
            "agreement",
            "raw_and_cohen_kappa",
            c ->
                Map.of(
                    "raw", Agreement.share(c.flags("prefA"), c.flags("prefB")),
                    "kappa", Agreement.kappa(c.flags("prefA"), c.flags("prefB"))))
        .handle(
            "agreement", "cohen_kappa", c -> Agreement.kappa(c.flags("prefA"), c.flags("prefB")))
        .handle(
            "agreement",
            "top1_and_mean_pair_spearman(Helping-or-Herding)",
            c ->
                Map.of(
                    "top1", Agreement.top1(c.cube("scores")),
                    "spearman", Agreement.meanSpearman(c.cube("scores"))));
  }

  private static Object pairLoss(GoldenCase c) {
    var loss =
        new BradleyTerry(c.number("centerCoef", 0), c.number("labelSmoothing", 0))
            .loss(c.vector("chosen"), c.vector("rejected"), margins(c));
    return Map.of(
        "loss", loss.value(), "gradChosen", loss.byChosen(), "gradRejected", loss.byRejected());
  }

  private static double @Nullable [] margins(GoldenCase c) {
    return c.has("margin") ? c.vector("margin") : null;
  }

  private static Object accuracy(GoldenCase c, Ties ties) {
    return PairAccuracy.of(c.vector("chosen"), c.vector("rejected"), ties);
  }

  private static Object calibration(GoldenCase c) {
    Calibration calibration =
        Calibration.of(c.vector("margins"), c.flags("labels"), c.integer("bins"));
    return Map.of(
        "ece", calibration.expectedError(),
        "mce", calibration.maximumError(),
        "brier", calibration.brier(),
        "nll", calibration.negativeLogLikelihood());
  }
}
