package org.plumbline.core.hub;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How long a server wants to be left alone, by its {@code Retry-After} header. */
public final class RetryAfter {
  private RetryAfter() {}

  /**
   * What the header says: seconds (some servers give fractions), or a date (RFC 9110, section
   * 10.2.3).
   *
   * @return nothing if it says neither; zero if the date is past
   */
  public static Optional<Duration> parse(String value, Instant now) {
    String given = value.strip();
    if (given.matches("\\d{1,9}(\\.\\d{1,9})?")) {
      return Optional.of(Duration.ofNanos((long) (Double.parseDouble(given) * 1e9)));
    }
    try {
      Instant then = ZonedDateTime.parse(given, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(now.isBefore(then) ? Duration.between(now, then) : Duration.ZERO);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
