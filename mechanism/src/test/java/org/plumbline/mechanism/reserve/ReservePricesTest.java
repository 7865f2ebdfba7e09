package org.plumbline.mechanism.reserve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.plumbline.mechanism.InvalidGameException;
import org.plumbline.mechanism.reserve.ReservePrices.Served;
import org.plumbline.testkit.SeededRandom;

final class ReservePricesTest {

  @Test
  void truthIsBestWhoeverIsServedAndPaymentsReachThePrice() {
    SeededRandom.forAll(
        200,
        random -> {
          int groups = random.integer(1, 4);
          double[][] rewards = rewards(random, groups);
          double[] prices = random.generator().doubles(groups).toArray();
          double lambda = Math.exp(random.gaussian());
          double[] truth = utilities(rewards, rewards, prices, lambda);
          for (int i = 0; i < groups; i++) {
            assertTrue(truth[i] >= -1e-12, "a group loses by taking part: " + truth[i]);
            double[][] told = rewards.clone();
            told[i] = rewards(random, 1)[0];
            double lie = utilities(told, rewards, prices, lambda)[i];
            assertTrue(lie <= truth[i] + 1e-12, "a lie wins " + (lie - truth[i]));
          }
        });
  }

  @Test
  void whoIsNotWorthThePriceIsNotServed() {
    double[][] rewards = {{1, 0, 0}, {0.1, 0.1, 0.1}};
    Served served =
        new ReservePrices(new double[] {0.2, 0.2}).serve(set -> welfare(rewards, set, 1));
    assertArrayEquals(new boolean[] {true, false}, served.groups());
    assertEquals(0, served.payment(1, 0.1));
    double[] policy = policy(rewards, served.groups(), 1);
    double payment = served.payment(0, policy[0]);
    assertTrue(payment >= 0.2, "pays " + payment);
  }

  @Test
  void aNegativePriceIsRefused() {
    assertThrows(InvalidGameException.class, () -> new ReservePrices(new double[] {-1}));
  }

  /**
   * What each group has by the truth when these rewards are told; who is not served has nothing.
   */
  private static double[] utilities(
      double[][] told, double[][] truth, double[] prices, double lambda) {
    Served served = new ReservePrices(prices).serve(set -> welfare(told, set, lambda));
    double[] policy = policy(told, served.groups(), lambda);
    double[] utilities = new double[told.length];
    for (int i = 0; i < utilities.length; i++) {
      if (served.groups()[i]) {
        utilities[i] = dot(policy, truth[i]) - served.payment(i, dot(policy, told[i]));
      }
    }
    return utilities;
  }

  private static double welfare(double[][] rewards, boolean[] set, double lambda) {
    return lambda * Math.log(Arrays.stream(weights(rewards, set, lambda)).average().orElseThrow());
  }

  private static double[] policy(double[][] rewards, boolean[] set, double lambda) {
    double[] weights = weights(rewards, set, lambda);
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(w -> w / sum).toArray();
  }

  private static double[] weights(double[][] rewards, boolean[] set, double lambda) {
    double[] weights = new double[rewards[0].length];
    for (int x = 0; x < weights.length; x++) {
      double sum = 0;
      for (int i = 0; i < rewards.length; i++) {
        sum += set[i] ? rewards[i][x] : 0;
      }
      weights[x] = Math.exp(sum / lambda);
    }
    return weights;
  }

  private static double dot(double[] p, double[] r) {
    double sum = 0;
    for (int x = 0; x < p.length; x++) {
      sum += p[x] * r[x];
    }
    return sum;
  }

  private static double[][] rewards(SeededRandom random, int groups) {
    double[][] rewards = new double[groups][];
    Arrays.setAll(rewards, i -> random.generator().doubles(3).map(r -> 3 * r).toArray());
    return rewards;
  }
}
