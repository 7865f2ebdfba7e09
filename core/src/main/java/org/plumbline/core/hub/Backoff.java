package org.plumbline.core.hub;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/** How long to wait before something is tried again. */
final class Backoff {
  private static final int MOST_DOUBLINGS = 6;

  private Backoff() {}

  /**
   * Twice as long after each failure, less a random part of up to a half so that many callers do
   * not come back at once; never less than the server asks for.
   *
   * @param failures how many there were in a row, from 1
   */
  static Duration wait(
      Duration first, int failures, Optional<Duration> asked, SplittableRandom random) {
    long doubled = first.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
    Duration own = Duration.ofMillis((long) (doubled * (0.5 + random.nextDouble() / 2)));
    return asked.filter(wanted -> wanted.compareTo(own) > 0).orElse(own);
  }
}
