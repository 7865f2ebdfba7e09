package org.plumbline.distill.http;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.plumbline.core.hub.RetryAfter;

/**
 * Which answers are worth another try, and when: the rule of OpenAI's own clients, with longer
 * waits.
 *
 * <p>{@code x-should-retry} decides; else 408, 409, 429 and from 500 on are tried again. {@code
 * retry-after-ms}, then {@code retry-after} (seconds or a date, RFC 9110 section 10.2.3) say when,
 * unless that is longer than {@link #LONGEST}: then the question is given up.
 */
final class RetryRule {
  /** A server that wants to be left alone for longer is not waited for. */
  static final Duration LONGEST = Duration.ofMinutes(2);

  private static final double FIRST_SECONDS = 0.5;
  private static final double MOST_SECONDS = 30;

  private RetryRule() {}

  /** Whether an answer of this status may be another one soon. */
  static boolean again(int status, HttpHeaders headers) {
    String should = headers.firstValue("x-should-retry").orElse("");
    return switch (should) {
      case "true" -> true;
      case "false" -> false;
      default -> status == 408 || status == 409 || status == 429 || status >= 500;
    };
  }

  /** How long the server wants to be left alone, if it says so. */
  static Optional<Duration> asked(HttpHeaders headers, Instant now) {
    Optional<Duration> millis =
        headers
            .firstValue("retry-after-ms")
            .map(String::strip)
            .filter(text -> text.matches("\\d{1,12}(\\.\\d{1,9})?"))
            .map(text -> Duration.ofNanos((long) (Double.parseDouble(text) * 1e6)));
    return millis.isPresent()
        ? millis
        : headers.firstValue("retry-after").flatMap(text -> RetryAfter.parse(text, now));
  }

  /** Twice as long after each failure, less a random part of up to a quarter. */
  static Duration own(int failures, SplittableRandom random) {
    double seconds = Math.min(MOST_SECONDS, FIRST_SECONDS * Math.pow(2, failures - 1));
    return Duration.ofNanos((long) (seconds * (1 - 0.25 * random.nextDouble()) * 1e9));
  }
}
