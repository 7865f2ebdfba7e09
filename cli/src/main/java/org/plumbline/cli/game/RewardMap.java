package org.plumbline.cli.game;

import static org.plumbline.core.error.Require.require;

import org.plumbline.core.error.InvalidInputException;

/**
 * The published rule that maps a group's scores to rewards between 0 and 1: the same for all groups
 * and fixed before any report, so that no report can influence it.
 */
public sealed interface RewardMap {

  /** The reward of a score. */
  double apply(double score);

  /**
   * Scores from {@code low} to {@code high} become 0 to 1; others are cut off.
   *
   * @param low the score that becomes 0
   * @param high the score that becomes 1
   */
  record Linear(double low, double high) implements RewardMap {
    public Linear {
      require(
          low < high, "reward-map linear:LOW:HIGH needs LOW below HIGH (got %s, %s)", low, high);
    }

    @Override
    public double apply(double score) {
      return Math.min(1, Math.max(0, (score - low) / (high - low)));
    }

    @Override
    public String toString() {
      return "linear:%s:%s".formatted(low, high);
    }
  }

  /**
   * {@code 1 / (1 + exp(-(score - centre) / scale))}; nothing is cut off.
   *
   * @param centre the score that becomes a half
   * @param scale in units of score
   */
  record Logistic(double centre, double scale) implements RewardMap {
    public Logistic {
      require(scale > 0, "reward-map logistic:CENTRE:SCALE needs a positive SCALE (got %s)", scale);
    }

    @Override
    public double apply(double score) {
      return 1 / (1 + Math.exp(-(score - centre) / scale));
    }

    @Override
    public String toString() {
      return "logistic:%s:%s".formatted(centre, scale);
    }
  }

  /**
   * Reads {@code linear:LOW:HIGH} or {@code logistic:CENTRE:SCALE}.
   *
   * @throws InvalidInputException if it is neither
   */
  static RewardMap parse(String text) {
    String[] parts = text.split(":", -1);
    try {
      if (parts.length == 3 && parts[0].equals("linear")) {
        return new Linear(Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
      } else if (parts.length == 3 && parts[0].equals("logistic")) {
        return new Logistic(Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
      }
    } catch (NumberFormatException e) {
      throw new InvalidInputException(rule(text), e);
    }
    throw new InvalidInputException(rule(text));
  }

  private static String rule(String text) {
    return "linear:LOW:HIGH or logistic:CENTRE:SCALE with numbers (got '%s')".formatted(text);
  }
}
