package org.plumbline.distill.http;

import java.time.Duration;
import java.time.Instant;

/** Time that passes; tests have one that passes at once. */
interface Waiting {
  /** Real time. */
  Waiting REAL =
      new Waiting() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
          Thread.sleep(time);
        }
      };

  /** Nanoseconds since some moment. */
  long nanos();

  /** The date. */
  Instant now();

  /** Waits. */
  void sleep(Duration time) throws InterruptedException;
}
