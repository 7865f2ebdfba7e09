package org.plumbline.distill.http;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.error.FailedException;

/**
 * How much one endpoint is asked at once and in a minute; what the server says of its own limits
 * counts, too. Once the endpoint is hopeless, nobody passes any more.
 */
final class RateLimits {
  private static final Pattern DURATION_PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|h|m|s)");

  /** Whoever waits looks this often whether that is still worth it. */
  private static final long SLICE_NANOS = 100_000_000;

  private final Waiting waiting;
  private final Semaphore places;
  private final ReentrantLock lock = new ReentrantLock();
  private final Endpoint.Limits limits;
  private final TokenBucket requests;
  private final TokenBucket tokens;
  private long closedUntil;
  private volatile @Nullable String hopeless;

  RateLimits(Endpoint.Limits limits, Waiting waiting) {
    this.limits = limits;
    this.waiting = waiting;
    long now = waiting.nanos();
    this.closedUntil = now;
    this.places = new Semaphore(limits.concurrency(), true);
    this.requests = new TokenBucket(limits.requestsPerMinute(), now);
    this.tokens = new TokenBucket(limits.tokensPerMinute(), now);
  }

  /**
   * Waits for a place and for so many tokens; {@link #leave} gives the place back.
   *
   * @throws FailedException if the endpoint is hopeless
   */
  void enter(int expectedTokens) throws InterruptedException {
    places.acquire();
    try {
      sleep(reserve(expectedTokens));
      for (long left = left(); left > 0; left = left()) {
        sleep(left);
      }
      requireHope();
    } catch (RuntimeException | InterruptedException e) {
      places.release();
      throw e;
    }
  }

  /** Gives the place back, and books the tokens that it really took. */
  void leave(int expectedTokens, int actualTokens) {
    locked(() -> tokens.correct(expectedTokens - actualTokens, waiting.nanos()));
    places.release();
  }

  /** Nobody is let in for this long. */
  void pause(Duration time) {
    long until = waiting.nanos() + time.toNanos();
    locked(() -> closedUntil = Math.max(closedUntil, until));
  }

  /** Waits for a time, or until the endpoint is hopeless. */
  void sleep(Duration time) throws InterruptedException {
    sleep(time.toNanos());
  }

  /** Every further question is useless: whoever waits or comes learns so. */
  FailedException giveUp(String problem) {
    String first = hopeless;
    if (first == null) {
      hopeless = problem;
    }
    return new FailedException(problem);
  }

  /** Takes over what the headers say of the server's own limits, if they say anything. */
  void learn(HttpHeaders headers) {
    long now = waiting.nanos();
    locked(
        () -> {
          learn(headers, "requests", requests, limits.requestsPerMinute(), now);
          learn(headers, "tokens", tokens, limits.tokensPerMinute(), now);
        });
  }

  private void learn(
      HttpHeaders headers, String what, TokenBucket bucket, int configured, long now) {
    Optional<Double> limit = number(headers, "x-ratelimit-limit-" + what);
    if (configured == 0 && limit.isPresent() && limit.get() > 0) {
      bucket.rate(limit.get());
    }
    number(headers, "x-ratelimit-remaining-" + what)
        .ifPresent(
            left -> {
              bucket.atMost(left, now);
              if (left == 0) {
                headers
                    .firstValue("x-ratelimit-reset-" + what)
                    .flatMap(RateLimits::duration)
                    .filter(reset -> reset.compareTo(RetryRule.LONGEST) <= 0)
                    .ifPresent(reset -> closedUntil = Math.max(closedUntil, now + reset.toNanos()));
              }
            });
  }

  private long reserve(int expectedTokens) {
    lock.lock();
    try {
      long now = waiting.nanos();
      return Math.max(requests.take(1, now), tokens.take(expectedTokens, now));
    } finally {
      lock.unlock();
    }
  }

  private long left() {
    lock.lock();
    try {
      return closedUntil - waiting.nanos();
    } finally {
      lock.unlock();
    }
  }

  private void sleep(long nanos) throws InterruptedException {
    long end = waiting.nanos() + nanos;
    for (long left = nanos; left > 0; left = end - waiting.nanos()) {
      requireHope();
      waiting.sleep(Duration.ofNanos(Math.min(left, SLICE_NANOS)));
    }
  }

  private void requireHope() {
    String problem = hopeless;
    if (problem != null) {
      throw new FailedException(problem);
    }
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  private static Optional<Double> number(HttpHeaders headers, String name) {
    return headers
        .firstValue(name)
        .map(String::strip)
        .filter(text -> text.matches("\\d{1,15}(\\.\\d{1,9})?"))
        .map(Double::valueOf);
  }

  /** A duration as Go writes it: {@code 1s}, {@code 6m0s}, {@code 20ms}; empty for others. */
  static Optional<Duration> duration(String text) {
    Matcher part = DURATION_PART.matcher(text.strip());
    double seconds = 0;
    int at = 0;
    while (part.find() && part.start() == at) {
      double unit =
          switch (part.group(2)) {
            case "h" -> 3600;
            case "m" -> 60;
            case "s" -> 1;
            default -> 1e-3;
          };
      seconds += Double.parseDouble(part.group(1)) * unit;
      at = part.end();
    }
    return at > 0 && at == text.strip().length()
        ? Optional.of(Duration.ofNanos((long) (seconds * 1e9)))
        : Optional.empty();
  }
}
