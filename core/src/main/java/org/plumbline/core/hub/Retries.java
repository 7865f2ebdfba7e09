package org.plumbline.core.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.random.Seeds;

/** Tries one thing again while it fails for reasons that may pass, and waits in between. */
final class Retries {
  /** Who is asked to wait for longer had better come back another time. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private static final long SLICE_MILLIS = 50;

  private final String doing;
  private final HubSettings settings;
  private final BooleanSupplier stop;
  private final Consumer<String> notice;
  private final SplittableRandom random;
  private int failures;

  /**
   * A thing that has not been tried yet.
   *
   * @param doing what it is, for example {@code fetch model.safetensors}
   * @param stop whether it is wanted no longer
   * @param notice hears what explains a wait
   */
  Retries(String doing, HubSettings settings, BooleanSupplier stop, Consumer<String> notice) {
    this.doing = doing;
    this.settings = settings;
    this.stop = stop;
    this.notice = notice;
    // Processes that were refused at the same moment must not come back at the same moment.
    this.random =
        new Seeds(ProcessHandle.current().pid()).child(doing, System.nanoTime()).stream("wait");
  }

  /** What may fail for a while. */
  interface Work<T> {
    T once() throws IOException;
  }

  /** Does it, however many tries that takes. */
  <T> T run(Work<T> work) {
    while (true) {
      try {
        return work.once();
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  /** It came further than ever before, so its failures count from zero again. */
  void progressed() {
    failures = 0;
  }

  /** Waits, or gives up. */
  private void failed(IOException cause) {
    if (stop.getAsBoolean()) {
      throw new StoppedException();
    }
    failures++;
    String reason = cause.getMessage();
    if (failures >= settings.tries()) {
      throw new FailedException(
          "could not %s: %s, %d times in a row. What has come is kept; try again later"
              .formatted(doing, reason, failures),
          cause);
    }
    Optional<Duration> asked =
        cause instanceof TransientAnswer answer ? answer.askedToWait() : Optional.empty();
    if (asked.isPresent() && asked.get().compareTo(LONGEST_WAIT) > 0) {
      throw new FailedException(
          "could not %s: %s, and wants to be left alone for %d minutes. What has come is kept; try again then"
              .formatted(doing, reason, asked.get().toMinutes()),
          cause);
    }
    Duration wait = Backoff.wait(settings.firstWait(), failures, asked, random);
    notice.accept(
        String.format(
            Locale.ROOT, "%s; trying again in %.1f s to %s", reason, wait.toMillis() / 1e3, doing));
    sleep(wait);
  }

  private void sleep(Duration wait) {
    long end = System.nanoTime() + wait.toNanos();
    try {
      for (long left = wait.toNanos(); left > 0; left = end - System.nanoTime()) {
        if (stop.getAsBoolean()) {
          throw new StoppedException();
        }
        Thread.sleep(Math.min(SLICE_MILLIS, left / 1_000_000 + 1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException();
    }
  }
}
