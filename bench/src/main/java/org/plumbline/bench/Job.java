package org.plumbline.bench;

import java.util.Optional;

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

  @Override
  void close();

  /** Seconds that some work takes. */
  static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }
}
