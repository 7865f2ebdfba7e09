package org.plumbline.mechanism.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.InvalidGameException;
import org.plumbline.mechanism.Normalization;
import org.plumbline.mechanism.OutcomeSpace;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.RandomGames;
import org.plumbline.mechanism.RandomGames.Game;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.Reward;
import org.plumbline.mechanism.divergence.Divergence;
import org.plumbline.mechanism.divergence.Regularization;
import org.plumbline.mechanism.divergence.ReverseKl;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;
import org.plumbline.testkit.SeededRandom;

class UnconvergedTrainingTest {
  static Stream<Divergence> divergences() {
    return RandomGames.CLOSED_FORMS.stream();
  }

  @ParameterizedTest
  @MethodSource("divergences")
  void everyGroupLosesTheWholeGapAndNoLieWinsMoreThanIt(Divergence divergence) {
    SeededRandom.forAll(
        60,
        random -> {
          Game game = RandomGames.game(random, divergence);
          double fraction = random.generator().nextDouble(0.05, 0.95);
          UnconvergedTraining training = new UnconvergedTraining(fraction);
          double gap = training.gap(game.rule(), game.reports());
          double rounding = 1e-9 * game.scale();
          assertTrue(gap >= 0, random.toString());
          for (int i = 0; i < game.reports().size(); i++) {
            var account = training.account(game.rule(), game.reports(), i);
            assertEquals(account.exactUtility() - gap, account.utility(), rounding);
            assertTrue(account.utility() >= -gap - rounding, random.toString());
            Group own = game.reports().group(i);
            Reward wish =
                RandomGames.reward(random, game.reports().normalization(), game.initial().size());
            Group liar = new Group(own.name(), random.integer(1, 9), wish);
            double gain =
                training.gain(game.rule(), game.reports(), i, game.reports().withReport(i, liar));
            assertTrue(gain <= gap + rounding, random + ": " + gain + " of " + gap);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("divergences")
  void anExaggerationWinsTheWholeGap(Divergence divergence) {
    SeededRandom.forAll(
        60,
        random -> {
          Game game = RandomGames.game(random, divergence);
          UnconvergedTraining training = new UnconvergedTraining(0.5);
          int i = random.integer(0, game.reports().size() - 1);
          Group own = game.reports().group(i);
          Reward lie = training.bestLie(game.rule(), game.reports(), i);
          double gain =
              training.gain(
                  game.rule(),
                  game.reports(),
                  i,
                  game.reports().withTrusted(i, new Group(own.name(), own.size(), lie)));
          assertEquals(
              training.gap(game.rule(), game.reports()),
              gain,
              1e-9 * game.scale(),
              random::toString);
        });
  }

  @Test
  void aTrainingToItsEndLacksNothing() {
    SeededRandom.forAll(
        20,
        random -> {
          Game game = RandomGames.game(random, new ReverseKl());
          UnconvergedTraining whole = new UnconvergedTraining(1);
          assertEquals(0, whole.gap(game.rule(), game.reports()), 1e-15);
          var account = whole.account(game.rule(), game.reports(), 0);
          assertEquals(account.exactPayment(), account.payment(), 1e-9 * game.scale());
        });
  }

  @Test
  void whatWasNotTrainedAtAllIsMovedByNoLie() {
    Game game = RandomGames.game(new SeededRandom(1), new ReverseKl());
    assertThrows(
        InvalidGameException.class,
        () -> new UnconvergedTraining(0).bestLie(game.rule(), game.reports(), 0));
  }

  /** The numbers of docs/mechanism.md. */
  @Test
  void theGameOfTheGuideComesToItsNumbers() {
    ReportProfile reports =
        ReportProfile.of(
            OutcomeSpace.ofSize(3),
            new Normalization.Free(),
            List.of(
                new Group("first", 1, Reward.of(0.7, 0.3, 0)),
                new Group("second", 1, Reward.of(0, 0.2, 0.8))));
    var rule =
        new SocialWelfareMaximizer(new Regularization(new ReverseKl(), 0.5, Policy.uniform(3)));
    StringBuilder numbers = new StringBuilder();
    for (double fraction : new double[] {0, 0.25, 0.5, 0.9, 1}) {
      UnconvergedTraining training = new UnconvergedTraining(fraction);
      var first = training.account(rule, reports, 0);
      numbers.append(
          String.format(
              Locale.ROOT,
              "%s %.4f %.4f %.4f\n",
              fraction,
              training.gap(rule, reports),
              first.payment(),
              first.utility()));
    }
    assertEquals(
        """
        0.0 0.0150 0.1211 0.2122
        0.25 0.0082 0.1097 0.2189
        0.5 0.0036 0.0998 0.2236
        0.9 0.0001 0.0871 0.2270
        1.0 0.0000 0.0844 0.2272
        """,
        numbers.toString());
  }
}
