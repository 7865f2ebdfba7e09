package org.plumbline.mechanism.sampled;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.plumbline.testkit.SeededRandom;

/** A language model small enough that every text it can write is counted. */
final class BigramModel {
  static final int TOKENS = 6;
  static final int LENGTH = 5;
  static final int TEXTS = (int) Math.pow(TOKENS, LENGTH);

  private final double[] logInitial = new double[TEXTS];
  private final double[][] rewards;

  /** Random transitions, and rewards of a sigmoid of random features, the largest 1. */
  BigramModel(SeededRandom random, int groups) {
    double[][] log = new double[TOKENS + 1][];
    for (int from = 0; from <= TOKENS; from++) {
      log[from] = LogWeights.normalised(random.gaussians(TOKENS));
    }
    rewards = new double[groups][TEXTS];
    double[][] features = random.gaussians(groups, TOKENS * LENGTH);
    for (int text = 0; text < TEXTS; text++) {
      int before = TOKENS;
      int rest = text;
      double[] sums = new double[groups];
      for (int place = 0; place < LENGTH; place++) {
        int token = rest % TOKENS;
        rest /= TOKENS;
        logInitial[text] += log[before][token];
        before = token;
        for (int i = 0; i < groups; i++) {
          sums[i] += features[i][place * TOKENS + token];
        }
      }
      for (int i = 0; i < groups; i++) {
        rewards[i][text] = 1 / (1 + Math.exp(-sums[i]));
      }
    }
    for (double[] row : rewards) {
      double most = Arrays.stream(row).max().orElseThrow();
      Arrays.setAll(row, text -> row[text] / most);
    }
  }

  double[] logInitial() {
    return logInitial;
  }

  /** The optimum for these sizes. */
  double[] logOptimum(double[] sizes, double lambda) {
    double[] tilt = PolicyWeights.total(PolicyWeights.exponents(rewards, sizes, lambda));
    Arrays.setAll(tilt, text -> tilt[text] + logInitial[text]);
    return LogWeights.normalised(tilt);
  }

  /** lambda KL(pi || pi without the group), by the definition. */
  double payment(double[] sizes, double lambda, int group) {
    double[] others = sizes.clone();
    others[group] = 0;
    return lambda * kl(logOptimum(sizes, lambda), logOptimum(others, lambda));
  }

  static double kl(double[] log, double[] other) {
    double sum = 0;
    for (int k = 0; k < log.length; k++) {
      sum += Math.exp(log[k]) * (log[k] - other[k]);
    }
    return sum;
  }

  /** Texts drawn from a policy. */
  static int[] draw(double[] log, int count, RandomGenerator random) {
    double[] cumulative = new double[log.length];
    double sum = 0;
    for (int k = 0; k < log.length; k++) {
      sum += Math.exp(log[k]);
      cumulative[k] = sum;
    }
    double total = sum;
    return random
        .doubles(count)
        .mapToInt(
            u -> {
              int at = Arrays.binarySearch(cumulative, u * total);
              return Math.min(log.length - 1, at < 0 ? -at - 1 : at);
            })
        .toArray();
  }

  /** [groups, texts] of what was drawn. */
  double[][] rewards(int[] texts) {
    return Arrays.stream(rewards)
        .map(row -> Arrays.stream(texts).mapToDouble(text -> row[text]).toArray())
        .toArray(double[][]::new);
  }

  static double[] at(double[] log, int[] texts) {
    return Arrays.stream(texts).mapToDouble(text -> log[text]).toArray();
  }
}
