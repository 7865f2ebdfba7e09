package org.plumbline.core.score;

import static org.plumbline.core.error.Require.require;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.math.Moments;

/**
 * How the scores of an ensemble's members become one.
 *
 * <p>{@link #parse} reads what {@code toString} writes: {@code mean}, {@code median}, {@code min},
 * {@code max}, {@code mean-minus-std:0.5}, {@code mean-minus-variance:0.5}, {@code quantile:0.25}.
 */
public sealed interface Aggregator {

  /**
   * One score from those of the members.
   *
   * @param scores one finite score for each member, at least one
   * @throws org.plumbline.core.error.InvalidInputException if there are too few, or one is not
   *     finite
   */
  double combine(double... scores);

  /** The mean. */
  record Mean() implements Aggregator {
    @Override
    public double combine(double... scores) {
      return Moments.of(checked(scores)).mean();
    }

    @Override
    public String toString() {
      return "mean";
    }
  }

  /** The middle one; of an even number the mean of the two in the middle. */
  record Median() implements Aggregator {
    @Override
    public double combine(double... scores) {
      return new Quantile(0.5).combine(scores);
    }

    @Override
    public String toString() {
      return "median";
    }
  }

  /** The lowest: worst-case optimisation (Coste et al. 2023). */
  record Min() implements Aggregator {
    @Override
    public double combine(double... scores) {
      return ascending(scores)[0];
    }

    @Override
    public String toString() {
      return "min";
    }
  }

  /** The highest: one enthusiastic member is enough. To show what an ensemble should not do. */
  record Max() implements Aggregator {
    @Override
    public double combine(double... scores) {
      return ascending(scores)[scores.length - 1];
    }

    @Override
    public String toString() {
      return "max";
    }
  }

  /**
   * Mean less weighted standard deviation (Helping or Herding, section 5).
   *
   * @param weight of the standard deviation, 0 gives the mean
   * @param ddof 1 unless said otherwise: the paper does not say
   */
  record MeanMinusStd(double weight, int ddof) implements Aggregator {
    public MeanMinusStd {
      requireWeight(weight, ddof);
    }

    @Override
    public double combine(double... scores) {
      Moments moments = Moments.of(checked(scores));
      return moments.mean() - weight * moments.standardDeviation(ddof);
    }

    @Override
    public String toString() {
      return written("mean-minus-std", weight, ddof);
    }
  }

  /**
   * Mean less weighted variance: uncertainty-weighted optimisation (Coste et al. 2023).
   *
   * @param weight of the variance, 0 gives the mean
   * @param ddof 1 unless said otherwise; the authors' code has 0 for best-of-n and 1 for PPO
   */
  record MeanMinusVariance(double weight, int ddof) implements Aggregator {
    public MeanMinusVariance {
      requireWeight(weight, ddof);
    }

    @Override
    public double combine(double... scores) {
      Moments moments = Moments.of(checked(scores));
      return moments.mean() - weight * moments.variance(ddof);
    }

    @Override
    public String toString() {
      return written("mean-minus-variance", weight, ddof);
    }
  }

  /**
   * A quantile.
   *
   * @param q which, from 0 (the lowest) to 1 (the highest)
   * @param between what to take between two scores
   */
  record Quantile(double q, Between between) implements Aggregator {
    public Quantile {
      require(q >= 0 && q <= 1, "a quantile is a number from 0 to 1 (got %s)", q);
    }

    /** The quantile with straight lines between the scores. */
    public Quantile(double q) {
      this(q, Between.LINEAR);
    }

    @Override
    public double combine(double... scores) {
      double[] sorted = ascending(scores);
      double position = q * (sorted.length - 1);
      double low = sorted[(int) Math.floor(position)];
      double high = sorted[(int) Math.ceil(position)];
      return switch (between) {
        case LINEAR -> low + (high - low) * (position - Math.floor(position));
        case LOWER -> low;
        case HIGHER -> high;
        case MIDPOINT -> (low + high) / 2;
      };
    }

    @Override
    public String toString() {
      String name = "quantile:" + shortest(q);
      return between == Between.LINEAR
          ? name
          : name + ":" + between.name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a quantile takes when it falls between two scores. */
  enum Between {
    /** A point on the line between them. */
    LINEAR,
    /** The lower one; with q of 0.5 the median of torch. */
    LOWER,
    /** The higher one. */
    HIGHER,
    /** Their mean. */
    MIDPOINT
  }

  /** The names that {@link #parse} knows, for help texts. */
  List<String> NAMES =
      List.of(
          "mean",
          "median",
          "min",
          "max",
          "mean-minus-std:W",
          "mean-minus-variance:W",
          "quantile:Q");

  /**
   * The aggregator of that name, with its numbers behind colons.
   *
   * @param text for example {@code mean}, {@code mean-minus-std} (weight 1), {@code
   *     mean-minus-std:0.5}, {@code mean-minus-std:0.5:0} (ddof 0), {@code quantile:0.25}, {@code
   *     quantile:0.5:lower}
   * @throws InvalidInputException if there is none, naming those that there are
   */
  static Aggregator parse(String text) {
    String[] part = text.strip().toLowerCase(Locale.ROOT).split(":", -1);
    try {
      return switch (part[0]) {
        case "mean" -> only(part, text, new Mean());
        case "median" -> only(part, text, new Median());
        case "min" -> only(part, text, new Min());
        case "max" -> only(part, text, new Max());
        case "mean-minus-std" -> new MeanMinusStd(weight(part, text), ddof(part));
        case "mean-minus-variance", "uwo" -> new MeanMinusVariance(weight(part, text), ddof(part));
        case "quantile" -> quantile(part, text);
        default -> throw unknown(text);
      };
    } catch (NumberFormatException e) {
      throw unknown(text);
    }
  }

  private static Aggregator only(String[] part, String text, Aggregator aggregator) {
    if (part.length > 1) {
      throw unknown(text);
    }
    return aggregator;
  }

  private static double weight(String[] part, String text) {
    if (part.length > 3) {
      throw unknown(text);
    }
    return part.length > 1 ? Double.parseDouble(part[1]) : 1;
  }

  private static int ddof(String[] part) {
    return part.length > 2 ? Integer.parseInt(part[2]) : 1;
  }

  private static Aggregator quantile(String[] part, String text) {
    if (part.length < 2 || part.length > 3) {
      throw unknown(text);
    }
    String between = part.length > 2 ? part[2].toUpperCase(Locale.ROOT) : "LINEAR";
    return Arrays.stream(Between.values())
        .filter(b -> b.name().equals(between))
        .findFirst()
        .map(b -> new Quantile(Double.parseDouble(part[1]), b))
        .orElseThrow(() -> unknown(text));
  }

  private static InvalidInputException unknown(String text) {
    return new InvalidInputException(
        "an aggregator is one of %s, with W and Q numbers (got '%s')"
            .formatted(String.join(", ", NAMES), text));
  }

  private static String written(String name, double weight, int ddof) {
    return name + ":" + shortest(weight) + (ddof == 1 ? "" : ":" + ddof);
  }

  private static String shortest(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e9
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  private static double[] ascending(double[] scores) {
    double[] sorted = checked(scores).clone();
    Arrays.sort(sorted);
    return sorted;
  }

  private static double[] checked(double[] scores) {
    require(scores.length > 0, "an ensemble needs at least one member (got no scores)");
    for (int member = 0; member < scores.length; member++) {
      require(
          Double.isFinite(scores[member]),
          "a member's score must be a finite number (member %d gave %s)",
          member,
          scores[member]);
    }
    return scores;
  }

  private static void requireWeight(double weight, int ddof) {
    require(
        weight >= 0 && Double.isFinite(weight),
        "the weight of an aggregator must be a number not below 0 (got %s)",
        weight);
    require(ddof == 0 || ddof == 1, "the ddof of an aggregator is 0 or 1 (got %d)", ddof);
  }
}
