package org.plumbline.core.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** An answer that may be another one soon: too many requests, or a server that is busy. */
final class TransientAnswer extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Optional<Duration> wait;

  /**
   * Such an answer.
   *
   * @param wait how long the server wants to be left alone, if it says so
   */
  TransientAnswer(String message, Optional<Duration> wait) {
    super(message);
    this.wait = wait;
  }

  Optional<Duration> askedToWait() {
    return wait;
  }
}
