package org.plumbline.mechanism.sampled;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.Arrays;
import java.util.List;

/** A report that is not the truth, for trial. */
public sealed interface Lie {

  /** What the group reports instead of its rewards. */
  double[] reward(double[] truth, RewardRange range);

  /** What it reports instead of its size. */
  default double size(double truth) {
    return truth;
  }

  /** In a word or two. */
  String name();

  /** The lies that an audit tries. */
  static List<Lie> usual() {
    return List.of(
        new Exaggerated(1.5),
        new Exaggerated(3),
        new Exaggerated(10),
        new Shifted(0.2),
        new Shifted(-0.2),
        new Inflated(1.5),
        new Inflated(2),
        new Inflated(5),
        new Inflated(0.5));
  }

  /**
   * Differences from the mean are multiplied, and cut off at the ends of the range.
   *
   * @param factor above 1 to exaggerate
   */
  record Exaggerated(double factor) implements Lie {
    public Exaggerated {
      unless(factor > 0, "a factor of exaggeration must be positive (got %s)", factor);
    }

    @Override
    public double[] reward(double[] truth, RewardRange range) {
      double mean = Arrays.stream(truth).average().orElseThrow();
      return Arrays.stream(truth).map(r -> range.clip(mean + factor * (r - mean))).toArray();
    }

    @Override
    public String name() {
      return "exaggerated x " + LieNumbers.text(factor);
    }
  }

  /**
   * Something is added to every reward, cut off at the ends of the range.
   *
   * @param by in units of reward
   */
  record Shifted(double by) implements Lie {
    @Override
    public double[] reward(double[] truth, RewardRange range) {
      return Arrays.stream(truth).map(r -> range.clip(r + by)).toArray();
    }

    @Override
    public String name() {
      return "shifted by " + LieNumbers.text(by);
    }
  }

  /**
   * The size is multiplied.
   *
   * @param factor above 1 to inflate
   */
  record Inflated(double factor) implements Lie {
    public Inflated {
      unless(factor > 0, "a factor of a size must be positive (got %s)", factor);
    }

    @Override
    public double[] reward(double[] truth, RewardRange range) {
      return truth.clone();
    }

    @Override
    public double size(double truth) {
      return factor * truth;
    }

    @Override
    public String name() {
      return "size x " + LieNumbers.text(factor);
    }
  }

  /**
   * Any rewards at all, the same for the same seed, and another size.
   *
   * @param seed of the rewards
   * @param sizeFactor what the size is multiplied by
   */
  record Random(long seed, double sizeFactor) implements Lie {
    @Override
    public double[] reward(double[] truth, RewardRange range) {
      double[] told = new double[truth.length];
      for (int k = 0; k < told.length; k++) {
        told[k] = range.low() + (range.high() - range.low()) * LieNumbers.uniform(seed, k);
      }
      return told;
    }

    @Override
    public double size(double truth) {
      return sizeFactor * truth;
    }

    @Override
    public String name() {
      return "random rewards, size x " + LieNumbers.text(sizeFactor);
    }
  }
}
