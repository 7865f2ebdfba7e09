package org.plumbline.bench;

import java.util.Optional;
import java.util.OptionalDouble;

/** Work of an exactly defined size that is done again and again. */
interface Job extends AutoCloseable {

  /** What one of {@link #count()} is: "tokens", "sequences", "pairs". */
  String unit();

  /** How many of them one {@link #run()} handles. */
  long count();

  /**
   * Does the work once.
   *
   * @return seconds of the part that is measured
   */
  double run();

  /** The matrix products in it, to compare its time with; empty where they say little. */
  default Optional<MatrixWork> matrixWork() {
    return Optional.empty();
  }

  /**
   * How many times as long it took as other work of the same size that ran in turn with it, the
   * median; empty if there is none.
   */
  default OptionalDouble timesTheOther() {
    return OptionalDouble.empty();
  }

  @Override
  void close();

  /** Seconds that some work takes. */
  static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }
}
