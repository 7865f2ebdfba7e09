package org.plumbline.mechanism.noise;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.plumbline.mechanism.RandomGames.kl;
import static org.plumbline.testkit.CloseAssertions.assertClose;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumbline.mechanism.InvalidGameException;
import org.plumbline.mechanism.RandomGames;
import org.plumbline.mechanism.RandomGames.Game;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.Reward;
import org.plumbline.mechanism.audit.AuditOptions;
import org.plumbline.mechanism.audit.NoisyIncentiveAudit;
import org.plumbline.mechanism.audit.Verdict;
import org.plumbline.mechanism.divergence.Divergence;
import org.plumbline.mechanism.divergence.ReverseKl;
import org.plumbline.mechanism.payment.AffineMaximizerPayment;
import org.plumbline.mechanism.payment.Mechanism;
import org.plumbline.testkit.SeededRandom;

/** Lemma 4.8 and Theorem 4.9, and how tight they are. */
class ApproximateValuationTest {

  static Stream<Divergence> divergences() {
    return RandomGames.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("divergences")
  void noiseCostsNoMoreWelfareThanTheLemmaSays(Divergence divergence) {
    SeededRandom.forAll(
        150,
        random -> {
          Game game = RandomGames.game(random, divergence);
          WelfareLoss loss = loss(game, random);
          double rounding = 1e-11 * game.scale();
          assertTrue(loss.loss() >= 0, loss::toString);
          assertTrue(loss.loss() <= loss.lemma() + rounding, loss::toString);
          assertTrue(loss.loss() <= loss.byEpsilon() + rounding, loss::toString);
          assertTrue(loss.loss() <= loss.bySpread() + rounding, loss::toString);
        });
  }

  @Test
  void underReverseKlTheLossIsLambdaKl() {
    SeededRandom.forAll(
        150,
        random -> {
          Game game = RandomGames.game(random, new ReverseKl());
          ReportProfile noisy = noisy(game, random, 0.05);
          double expected =
              game.lambda() * kl(game.rule().train(noisy), game.rule().train(game.reports()));
          WelfareLoss loss = WelfareLoss.of(game.rule(), game.reports(), noisy);
          assertClose(expected, loss.loss(), 1e-10, 1e-12 * game.scale() * game.lambda(), "");
        });
  }

  @Test
  void theSecondOrderBoundIsNearlyReached() {
    double tightest = 0;
    for (long seed = 1; seed <= 400; seed++) {
      SeededRandom random = new SeededRandom(seed);
      Game game = RandomGames.game(random, new ReverseKl());
      tightest = Math.max(tightest, loss(game, random).tightness());
    }
    assertTrue(tightest > 0.6 && tightest <= 1, "tightness " + tightest);
  }

  @ParameterizedTest
  @MethodSource("divergences")
  void noLieWinsMoreThanTheTheoremSays(Divergence divergence) {
    SeededRandom.forAll(
        RandomGames.CLOSED_FORMS.contains(divergence) ? 12 : 3,
        random -> {
          Game game = RandomGames.game(random, divergence);
          BoundedNoise noise =
              BoundedNoise.draw(0.05, game.initial().size(), 6, random.generator());
          var verdict =
              NoisyIncentiveAudit.audit(
                  game.rule(),
                  game.reports(),
                  0,
                  noise,
                  new AuditOptions(15, 1, 8, 6, 1e-10),
                  random.generator());
          assertInstanceOf(Verdict.Certified.class, verdict);
          var certificate =
              (NoisyIncentiveAudit.Certificate) ((Verdict.Certified<?, ?>) verdict).certificate();
          assertTrue(certificate.best().gain() >= 0, certificate::toString);
          double honest =
              noise.expectedUtility(
                  new Mechanism<>(game.rule(), new AffineMaximizerPayment()),
                  game.reports(),
                  0,
                  game.reports().group(0),
                  game.reports().group(0));
          assertTrue(honest >= certificate.leastUtility() - 1e-12, "utility " + honest);
        });
  }

  @Test
  void anErrorBeyondEpsilonIsRefused() {
    assertThrows(
        InvalidGameException.class, () -> new BoundedNoise(0.1, List.of(Reward.of(0.05, -0.2))));
  }

  private static WelfareLoss loss(Game game, SeededRandom random) {
    double epsilon = Math.pow(10, random.generator().nextDouble(-4, -0.5));
    return WelfareLoss.of(game.rule(), game.reports(), noisy(game, random, epsilon));
  }

  private static ReportProfile noisy(Game game, SeededRandom random, double epsilon) {
    int outcomes = game.initial().size();
    ReportProfile noisy = game.reports();
    for (int i = 0; i < noisy.size(); i++) {
      BoundedNoise noise = BoundedNoise.draw(epsilon, outcomes, 1, random.generator());
      noisy = noisy.withTrusted(i, noise.perturb(noisy.group(i), 0));
    }
    return noisy;
  }
}
