package org.plumbline.distill.http;

/**
 * So many a minute, with a burst of at most a few seconds' worth; who takes more than is there
 * waits until it has come in, in the order of arrival.
 */
final class TokenBucket {
  private static final double MINUTE = 60e9;

  /** Services enforce limits per second, too, so a fresh bucket does not hold a whole minute. */
  private static final double BURST_SECONDS = 6;

  private double perNano;
  private double most;
  private double level;
  private long last;

  /**
   * A full bucket.
   *
   * @param perMinute 0 is no limit
   */
  TokenBucket(double perMinute, long now) {
    this.last = now;
    rate(perMinute);
    level = most;
  }

  /** From now on so many a minute. */
  void rate(double perMinute) {
    perNano = perMinute / MINUTE;
    most = Math.max(1, perNano * BURST_SECONDS * 1e9);
    level = Math.min(level, most);
  }

  boolean limited() {
    return perNano > 0;
  }

  /** Takes some, now or later; nanoseconds until they are there. */
  long take(double amount, long now) {
    if (!limited()) {
      return 0;
    }
    refill(now);
    level -= amount;
    return level >= 0 ? 0 : (long) Math.ceil(-level / perNano);
  }

  /** Gives back what was taken too much, or takes what was taken too little. */
  void correct(double amount, long now) {
    if (limited()) {
      refill(now);
      level = Math.min(most, level + amount);
    }
  }

  /** The server says that no more than this is left. */
  void atMost(double left, long now) {
    if (limited()) {
      refill(now);
      level = Math.min(level, left);
    }
  }

  private void refill(long now) {
    level = Math.min(most, level + (now - last) * perNano);
    last = now;
  }
}
