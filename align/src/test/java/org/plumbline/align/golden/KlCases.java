package org.plumbline.align.golden;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.plumbline.core.math.FullVocabularyKl;
import org.plumbline.core.math.KlController;
import org.plumbline.core.math.KlEstimator;
import org.plumbline.core.math.KlEstimator.Clamp;
import org.plumbline.core.math.Mask;
import org.plumbline.core.math.TokenKl;
import org.plumbline.testkit.GoldenCase;
import org.plumbline.testkit.GoldenSuite;

/** Exact divergences, estimators with their gradients, controllers. */
final class KlCases {
  private KlCases() {}

  static void register(GoldenSuite suite) {
    suite
        .handle("full_vocab", KlCases::fullVocabulary)
        .handle("full_vocab_grad", c -> exact(c).reverseByPolicyLogits())
        .handle("estimator", KlCases::estimate)
        .handle(
            "estimator_grad",
            c -> {
              double[][] logProbs = c.matrix("logp");
              return estimator(c)
                  .gradient(logProbs, c.matrix("refLogp"), Mask.all(logProbs), clamp(c));
            })
        .handle(
            "controller",
            "ziegler_proportional_clip0.2",
            c ->
                weights(
                    c,
                    new KlController.PerSequence(
                        c.number("target"), c.number("horizon"), c.number("stepsPerUpdate"))))
        .handle(
            "controller",
            "rl4lms_gain0.1",
            c -> weights(c, new KlController.PerToken(c.number("target"))))
        .handle("controller", "fixed", c -> weights(c, new KlController.Fixed()));
  }

  private static FullVocabularyKl exact(GoldenCase c) {
    return FullVocabularyKl.of(
        c.matrix("policyLogits"), c.matrix("refLogits"), c.number("temperature", 1));
  }

  private static Object fullVocabulary(GoldenCase c) {
    FullVocabularyKl kl = exact(c);
    double[] reverse = kl.reverse();
    double sum = Arrays.stream(reverse).sum();
    return Map.of(
        "reversePolicyRef",
        reverse,
        "forwardRefPolicy",
        kl.forward(),
        "policyEntropy",
        kl.policyEntropy(),
        "sumReverse",
        sum,
        "meanReverse",
        sum / reverse.length);
  }

  private static Object estimate(GoldenCase c) {
    double[][] logProbs = c.matrix("logp");
    TokenKl kl = estimator(c).estimate(logProbs, c.matrix("refLogp"), Mask.all(logProbs), clamp(c));
    return Map.of(
        "perToken", kl.values(),
        "perSequenceSum", kl.perSequence().values(),
        "meanOfSequenceSums", kl.perSequence().mean(),
        "tokenMean", kl.mean());
  }

  private static KlEstimator estimator(GoldenCase c) {
    return KlEstimator.valueOf(c.variant().substring(0, 2).toUpperCase(Locale.ROOT));
  }

  private static Clamp clamp(GoldenCase c) {
    if (c.variant().endsWith("_clamped_verl")) {
      return Clamp.VERL;
    }
    return c.variant().endsWith("_clamped_openrlhf") ? Clamp.OPEN_RLHF : Clamp.NONE;
  }

  private static double[] weights(GoldenCase c, KlController controller) {
    double[] kl = c.vector("kl");
    double[] weights = new double[kl.length];
    double weight = c.number("initCoef");
    for (int i = 0; i < kl.length; i++) {
      weight = controller.next(weight, kl[i]);
      weights[i] = weight;
    }
    return weights;
  }
}
