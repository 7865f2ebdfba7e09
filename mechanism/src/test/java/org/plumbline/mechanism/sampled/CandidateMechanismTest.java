package org.plumbline.mechanism.sampled;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plumbline.mechanism.InvalidGameException;
import org.plumbline.mechanism.sampled.CandidateMechanism.Outcome;
import org.plumbline.testkit.SeededRandom;

final class CandidateMechanismTest {

  @Test
  void noReportOfRewardsOrSizePaysMoreThanTheTruthWithFourCandidates() {
    SeededRandom.forAll(
        40,
        random -> {
          Game game = Game.of(random, 3, 3, 4);
          Outcome truth = game.play();
          for (int trial = 0; trial < 30; trial++) {
            int group = random.integer(0, 2);
            Game lied = game.with(group, random);
            Outcome outcome = lied.play();
            double utility =
                game.sizes[group] * game.value(outcome, group) - outcome.payments()[group];
            assertTrue(
                utility <= truth.utilities()[group] + 1e-12,
                "a lie wins " + (utility - truth.utilities()[group]));
          }
        });
  }

  @Test
  void nobodyLosesByTakingPartAndNobodyIsPaid() {
    SeededRandom.forAll(
        100,
        random -> {
          Game game = Game.of(random, random.integer(1, 5), 2, random.integer(1, 12));
          Outcome outcome = game.play();
          Arrays.stream(outcome.payments()).forEach(p -> assertTrue(p >= 0, "payment " + p));
          Arrays.stream(outcome.utilities()).forEach(u -> assertTrue(u >= -1e-12, "utility " + u));
        });
  }

  @Test
  void aPaymentIsLambdaTimesKlToThePolicyWithoutTheGroup() {
    SeededRandom.forAll(
        50,
        random -> {
          Game game = Game.of(random, 4, 3, 9);
          Outcome outcome = game.play();
          for (int i = 0; i < 4; i++) {
            double kl = 0;
            for (int x = 0; x < 3; x++) {
              double[] others = game.sizes.clone();
              others[i] = 0;
              double[] without =
                  LogWeights.normalised(
                      PolicyWeights.total(
                          PolicyWeights.exponents(game.prompts.get(x), others, game.lambda)));
              kl += BigramModel.kl(outcome.logPolicy()[x], without) / 3;
            }
            assertEquals(game.lambda * kl, outcome.payments()[i], 1e-12 + 1e-9 * kl);
          }
        });
  }

  @Test
  void aGroupThatIsIndifferentPaysNothingAndEqualGroupsPayAlike() {
    SeededRandom random = new SeededRandom(3);
    Game game = Game.of(random, 3, 2, 8);
    game.prompts.forEach(
        rewards -> {
          Arrays.fill(rewards[0], 0.4);
          rewards[2] = rewards[1].clone();
        });
    game.sizes[2] = game.sizes[1];
    Outcome outcome = game.play();
    assertEquals(0, outcome.payments()[0], 1e-15);
    assertEquals(outcome.payments()[1], outcome.payments()[2], 1e-15);
  }

  @Test
  void hugeRewardsOverATinyLambdaStayNumbers() {
    double[][] rewards = {{1e6, 0, 5e5}, {0, 1e6, 1e6}};
    Outcome outcome =
        new CandidateMechanism(1e-6).play(List.<double[][]>of(rewards), new double[] {1, 2});
    // The classical pivot: without the second group the first outcome would win, by 5e5.
    assertArrayEquals(new double[] {0, 5e5}, outcome.payments(), 1e-3);
    assertArrayEquals(new double[] {5e5, 1e6}, outcome.values(), 1e-3);
  }

  @Test
  void moreCandidatesLeadToThePaymentOfTheWholeModel() {
    SeededRandom random = new SeededRandom(4);
    double[] sizes = {1, 2, 3};
    BigramModel model = new BigramModel(random, 3);
    int[] texts = BigramModel.draw(model.logInitial(), 40_000, random.generator());
    Outcome outcome =
        new CandidateMechanism(2).play(List.<double[][]>of(model.rewards(texts)), sizes);
    for (int i = 0; i < 3; i++) {
      double exact = model.payment(sizes, 2, i);
      assertEquals(
          exact, outcome.payments()[i], 5 * outcome.standardErrors()[i], random.toString());
    }
  }

  @Test
  void liesWinWithoutPaymentsAndNotWithThem() {
    SeededRandom random = new SeededRandom(9);
    Game game = Game.of(random, 3, 4, 16);
    List<LieTrial> trials =
        LieTrial.alone(
            new CandidateMechanism(game.lambda),
            game.prompts,
            game.sizes,
            RewardRange.UNIT,
            Lie.usual());
    assertEquals(3 * Lie.usual().size(), trials.size());
    for (LieTrial trial : trials) {
      assertTrue(trial.gainWithPayments() <= 1e-12, trial + "");
      if (trial.lie() instanceof Lie.Inflated inflated && inflated.factor() > 1) {
        assertTrue(trial.gainWithoutPayments() > 0, trial + "");
      }
    }
  }

  @Test
  void twoGroupsThatInflateTheirSizesTogetherWin() {
    double[][] rewards = {{0.7, 0.3, 0, 0}, {0.6, 0.4, 0, 0}, {0, 0, 0.5, 0.5}};
    double[] sizes = {3, 3, 4};
    List<double[][]> prompts = List.<double[][]>of(rewards);
    LieTrial trial =
        LieTrial.together(
            new CandidateMechanism(1),
            prompts,
            sizes,
            RewardRange.UNIT,
            List.of(0, 1),
            new Lie.Inflated(10.0 / 3));
    // From 2.144 to 3.726, computed by hand from the definitions.
    assertEquals(1.582, trial.gainWithPayments(), 2e-3);
    assertTrue(
        LieTrial.together(
                    new CandidateMechanism(1),
                    prompts,
                    sizes,
                    RewardRange.UNIT,
                    List.of(0),
                    new Lie.Inflated(10.0 / 3))
                .gainWithPayments()
            <= 0,
        "alone it does not pay");
  }

  @Test
  void whatBreaksARuleIsNamed() {
    CandidateMechanism mechanism = new CandidateMechanism(1);
    double[][] rewards = {{0.1, 0.2}, {0.3, Double.NaN}};
    assertThrows(
        InvalidGameException.class,
        () -> mechanism.play(List.<double[][]>of(rewards), new double[] {1, 1}),
        "no number");
    assertThrows(
        InvalidGameException.class,
        () -> mechanism.play(List.<double[][]>of(new double[][] {{1}}), new double[] {0}),
        "a size of 0");
    assertThrows(InvalidGameException.class, () -> new CandidateMechanism(0), "lambda 0");
  }

  private record Game(List<double[][]> prompts, double[] sizes, double lambda) {
    static Game of(SeededRandom random, int groups, int prompts, int candidates) {
      List<double[][]> all = new ArrayList<>();
      for (int x = 0; x < prompts; x++) {
        double[][] rewards = new double[groups][candidates];
        for (double[] row : rewards) {
          Arrays.setAll(row, k -> random.generator().nextDouble());
        }
        all.add(rewards);
      }
      double[] sizes = new double[groups];
      Arrays.setAll(sizes, i -> random.integer(1, 6));
      return new Game(all, sizes, Math.exp(2 * random.gaussian()));
    }

    Outcome play() {
      return new CandidateMechanism(lambda).play(prompts, sizes);
    }

    /** The group reports anything. */
    Game with(int group, SeededRandom random) {
      Game lie = of(random, sizes.length, prompts.size(), prompts.getFirst()[0].length);
      List<double[][]> told = new ArrayList<>();
      for (int x = 0; x < prompts.size(); x++) {
        double[][] rewards = prompts.get(x).clone();
        rewards[group] = lie.prompts.get(x)[group];
        told.add(rewards);
      }
      double[] toldSizes = sizes.clone();
      toldSizes[group] = lie.sizes[group];
      return new Game(told, toldSizes, lambda);
    }

    double value(Outcome outcome, int group) {
      double sum = 0;
      for (int x = 0; x < prompts.size(); x++) {
        sum += CandidateMechanism.mean(outcome.logPolicy()[x], prompts.get(x)[group]);
      }
      return sum / prompts.size();
    }
  }
}
