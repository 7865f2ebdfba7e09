package org.plumbline.mechanism.sampled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plumbline.mechanism.InvalidGameException;
import org.plumbline.mechanism.sampled.PaymentEstimate.Accepted;
import org.plumbline.mechanism.sampled.PaymentEstimate.Reason;
import org.plumbline.mechanism.sampled.PaymentEstimate.Refused;
import org.plumbline.testkit.SeededRandom;

final class SampledPaymentsTest {
  private static final double[] SIZES = {1, 2, 3, 5};

  @Test
  void allEstimatorsFindThePaymentOfAnEnumeratedModel() {
    SeededRandom.forAll(
        3,
        random -> {
          BigramModel model = new BigramModel(random, SIZES.length);
          double lambda = 3;
          double[] optimum = model.logOptimum(SIZES, lambda);
          int n = 20_000;
          int[] trained = BigramModel.draw(optimum, n, random.generator());
          int[] initial = BigramModel.draw(model.logInitial(), n, random.generator());
          int[] both = Arrays.copyOf(Arrays.copyOf(initial, n / 2), n);
          System.arraycopy(trained, 0, both, n / 2, n / 2);
          Origin scored =
              new Origin.Scored(
                  BigramModel.at(model.logInitial(), trained), BigramModel.at(optimum, trained));
          for (int i = 0; i < SIZES.length; i++) {
            double exact = model.payment(SIZES, lambda, i);
            near(exact, of(model.rewards(trained), new Origin.Policy(), lambda, i), "policy");
            near(exact, of(model.rewards(trained), scored, lambda, i), "scored");
            near(exact, of(model.rewards(initial), new Origin.Initial(), lambda, i), "initial");
            near(exact, of(model.rewards(both), new Origin.Both(n / 2), lambda, i), "both");
          }
        });
  }

  @Test
  void intervalsOfSeveralPromptsHoldTheTruthAboutAsOftenAsTheySay() {
    SeededRandom.forAll(
        2,
        random -> {
          BigramModel model = new BigramModel(random, SIZES.length);
          double lambda = 4;
          double[] optimum = model.logOptimum(SIZES, lambda);
          double exact = model.payment(SIZES, lambda, 1);
          int held = 0;
          int runs = 300;
          for (int run = 0; run < runs; run++) {
            List<SampleSet> prompts = new ArrayList<>();
            for (int prompt = 0; prompt < 8; prompt++) {
              int[] texts = BigramModel.draw(optimum, 150, random.generator());
              prompts.add(new SampleSet(model.rewards(texts), new Origin.Policy()));
            }
            if (new SampledPayments(SIZES, lambda).estimate(prompts).get(1) instanceof Accepted a
                && a.low() <= exact
                && exact <= a.high()) {
              held++;
            }
          }
          assertTrue(held > 0.9 * runs, "held " + held + " of " + runs);
          assertTrue(held < runs, "held always: the intervals are too wide");
        });
  }

  @Test
  void acceptedPaymentsAreCloseAndStrongTiltsAreRefused() {
    SeededRandom.forAll(
        4,
        random -> {
          BigramModel model = new BigramModel(random, SIZES.length);
          int accepted = 0;
          int bad = 0;
          int refused = 0;
          for (double lambda : new double[] {8, 3, 1, 0.3, 0.1}) {
            double[] optimum = model.logOptimum(SIZES, lambda);
            for (int n : new int[] {300, 2000}) {
              for (int run = 0; run < 10; run++) {
                int[] texts = BigramModel.draw(optimum, n, random.generator());
                List<PaymentEstimate> estimates =
                    new SampledPayments(SIZES, lambda)
                        .estimate(
                            List.of(new SampleSet(model.rewards(texts), new Origin.Policy())));
                for (int i = 0; i < SIZES.length; i++) {
                  if (estimates.get(i) instanceof Accepted a) {
                    double exact = model.payment(SIZES, lambda, i);
                    accepted++;
                    bad += Math.abs(a.value() / exact - 1) > 0.25 ? 1 : 0;
                  } else {
                    refused++;
                  }
                }
              }
            }
          }
          assertTrue(accepted > 100, "accepted " + accepted);
          assertTrue(refused > 60, "refused " + refused);
          assertTrue(bad <= accepted / 50, bad + " bad ones of " + accepted);
        });
  }

  @Test
  void aPolicyThatIsNotOptimalIsFoundByItsLogProbabilities() {
    SeededRandom random = new SeededRandom(5);
    BigramModel model = new BigramModel(random, SIZES.length);
    double lambda = 3;
    double[] optimum = model.logOptimum(SIZES, lambda);
    // Trained for other sizes: too weak a tilt.
    double[] policy = model.logOptimum(new double[] {0.4, 0.8, 1.2, 2}, lambda);
    int[] texts = BigramModel.draw(policy, 20_000, random.generator());
    SampleSet set =
        new SampleSet(
            model.rewards(texts),
            new Origin.Scored(
                BigramModel.at(model.logInitial(), texts), BigramModel.at(policy, texts)));
    PolicyWeights weights = PolicyWeights.of(set, SIZES, lambda);
    double gap = lambda * BigramModel.kl(policy, optimum);
    assertEquals(gap, weights.gap(), 0.1 * gap, random.toString());
    assertEquals(weights.gap(), new SampledPayments(SIZES, lambda).gap(List.of(set)));
    Refused refused =
        assertInstanceOf(
            Refused.class, new SampledPayments(SIZES, lambda).estimate(List.of(set)).getFirst());
    assertEquals(Reason.POLICY_NOT_OPTIMAL, refused.reason());
    assertTrue(refused.suggestedSamples().isEmpty(), "more samples do not help");
    assertTrue(refused.message().contains("train longer"), refused.message());
  }

  @Test
  void samplesOfEqualRewardAreRefusedAlthoughTheirErrorIsNone() {
    double[][] rewards = new double[2][500];
    Arrays.fill(rewards[0], 0.5);
    Arrays.setAll(rewards[1], k -> k % 2);
    List<PaymentEstimate> estimates =
        new SampledPayments(new double[] {1, 1}, 2)
            .estimate(List.of(new SampleSet(rewards, new Origin.Policy())));
    Refused refused = assertInstanceOf(Refused.class, estimates.get(0));
    assertEquals(Reason.EQUAL_REWARDS, refused.reason());
    assertInstanceOf(Accepted.class, estimates.get(1));
  }

  @Test
  void initialSamplesAloneAreRefusedWhereTheMassMoves() {
    SeededRandom random = new SeededRandom(6);
    BigramModel model = new BigramModel(random, SIZES.length);
    int[] texts = BigramModel.draw(model.logInitial(), 2000, random.generator());
    for (PaymentEstimate estimate :
        new SampledPayments(SIZES, 1)
            .estimate(List.of(new SampleSet(model.rewards(texts), new Origin.Initial())))) {
      Refused refused = assertInstanceOf(Refused.class, estimate);
      assertEquals(Reason.UNSEEN_MASS, refused.reason());
      assertTrue(refused.suggestedSamples().orElseThrow() > 2000, "more than there were");
    }
  }

  @Test
  void rewardsOutsideThePublishedRangeAreNoInput() {
    SampledPayments payments = new SampledPayments(new double[] {1}, 1);
    SampleSet set = new SampleSet(new double[][] {{0.2, 1.5}}, new Origin.Policy());
    InvalidGameException refused =
        assertThrows(InvalidGameException.class, () -> payments.estimate(List.of(set)));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("group 1 gives 1.5"), refused.toString());
  }

  private static EmpiricalPayment of(double[][] rewards, Origin origin, double lambda, int group) {
    PolicyWeights weights = PolicyWeights.of(new SampleSet(rewards, origin), SIZES, lambda);
    return EmpiricalPayment.of(weights.log(), weights.exponents()[group], lambda);
  }

  private static void near(double exact, EmpiricalPayment got, String what) {
    assertEquals(exact, got.payment(), 5 * got.standardError() + 1e-3 * exact, what);
    assertTrue(got.standardError() < 0.2 * exact, what + ": the error is of no use");
  }
}
