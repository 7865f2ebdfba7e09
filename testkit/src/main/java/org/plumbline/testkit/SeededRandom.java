package org.plumbline.testkit;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Randomness for tests whose seed stands in every failure.
 *
 * <p>{@link #forAll} runs a property under several seeds. To repeat a failure, run the test with
 * {@code -Dplumbline.seed=SEED}.
 */
public final class SeededRandom {
  /** The system property that sets one seed instead of several. */
  public static final String SEED_PROPERTY = "plumbline.seed";

  private final long seed;
  private final SplittableRandom random;

  /** The stream of that seed, at its start. */
  public SeededRandom(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /** Runs a property under the seeds 1 to {@code trials}; a failure says under which. */
  public static void forAll(int trials, Consumer<SeededRandom> property) {
    Long only = Long.getLong(SEED_PROPERTY);
    long first = only == null ? 1 : only;
    long last = only == null ? trials : only;
    for (long seed = first; seed <= last; seed++) {
      try {
        property.accept(new SeededRandom(seed));
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError(
            "with seed %d (repeat with -D%s=%d): %s"
                .formatted(seed, SEED_PROPERTY, seed, failure.getMessage()),
            failure);
      }
    }
  }

  /** The seed. */
  public long seed() {
    return seed;
  }

  /** The generator itself. */
  public SplittableRandom generator() {
    return random;
  }

  /** A whole number from {@code low} to {@code high}, both possible. */
  public int integer(int low, int high) {
    return random.nextInt(low, high + 1);
  }

  /** A number of the standard normal distribution. */
  public double gaussian() {
    return random.nextGaussian();
  }

  /** Numbers of the standard normal distribution. */
  public double[] gaussians(int count) {
    double[] numbers = new double[count];
    Arrays.setAll(numbers, i -> random.nextGaussian());
    return numbers;
  }

  /** Numbers of the standard normal distribution, {@code [rows, columns]}. */
  public double[][] gaussians(int rows, int columns) {
    double[][] numbers = new double[rows][];
    for (int row = 0; row < rows; row++) {
      numbers[row] = gaussians(columns);
    }
    return numbers;
  }

  @Override
  public String toString() {
    return "seed " + seed;
  }
}
