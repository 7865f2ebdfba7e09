package org.plumbline.cli.frame;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far a piece of work is and how long it will still take: a bar on a terminal, else a line
 * every few seconds.
 */
public final class Progress implements AutoCloseable {
  private static final long BAR_NANOS = 200_000_000L;
  private static final long LINE_NANOS = 5_000_000_000L;
  private static final int BAR_WIDTH = 24;

  private final @Nullable PrintStream err;
  private final boolean terminal;
  private final String what;
  private final long total;
  private final String unit;
  private final LongSupplier clock;
  private final long start;
  private long first = -1;
  private long firstAt;
  private long shown;
  private boolean drawn;

  /** Progress that goes to {@code err}, or nowhere if that is null. */
  Progress(
      @Nullable PrintStream err,
      boolean terminal,
      String what,
      long total,
      String unit,
      LongSupplier clock) {
    this.err = err;
    this.terminal = terminal;
    this.what = what;
    this.total = total;
    this.unit = unit;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.shown = start;
  }

  /**
   * Says that so many units are done.
   *
   * @param detail what else is of interest, for example the loss; may be empty
   */
  public void at(long done, String detail) {
    long now = clock.getAsLong();
    if (first < 0) {
      // What a resumed run finds done says nothing about this machine's speed.
      first = done;
      firstAt = now;
    }
    if (err != null && now - shown >= (terminal ? BAR_NANOS : LINE_NANOS)) {
      shown = now;
      show(err, line(done, detail, now));
    }
  }

  private void show(PrintStream target, String line) {
    if (terminal) {
      target.print("\r" + line + "\u001b[K");
      target.flush();
      drawn = true;
    } else {
      target.println(line);
    }
  }

  String line(long done, String detail, long now) {
    StringBuilder line = new StringBuilder(what).append("  ");
    if (total <= 0) {
      return line.append("%d %s  %s".formatted(done, unit, detail)).toString().stripTrailing();
    }
    if (terminal) {
      int filled = (int) (BAR_WIDTH * done / Math.max(1, total));
      line.append('[')
          .append("=".repeat(filled))
          .append(" ".repeat(BAR_WIDTH - filled))
          .append("]  ");
    }
    line.append("%d of %d %s".formatted(done, total, unit));
    if (!detail.isEmpty()) {
      line.append("  ").append(detail);
    }
    if (done > first) {
      double seconds = (now - firstAt) / 1e9;
      double left = seconds * (total - done) / (done - first);
      line.append("  ").append(duration(left)).append(" left");
    }
    return line.toString();
  }

  /** A time span as people say it: {@code 45 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
  public static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return "%d min %d s".formatted(whole / 60, whole % 60);
    }
    return "%d h %d min".formatted(whole / 3600, whole % 3600 / 60);
  }

  /** Clears the bar. */
  @Override
  public void close() {
    if (err != null && drawn) {
      err.print("\r\u001b[K");
      err.flush();
      drawn = false;
    }
  }
}
