package org.plumbline.core.hub;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ends reads that nothing comes for: those of a server that has fallen silent, and all of them when
 * nobody wants them any more.
 *
 * <p>A read that waits sees nothing of this by itself; closing its stream wakes it.
 */
final class BodyWatch implements AutoCloseable {
  private static final long LOOK_MILLIS = 100;

  private final long patienceNanos;
  private final Set<Watched> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Watches from now on.
   *
   * @param patience how long a server may be silent
   * @param stop whether nobody wants anything any more
   * @param abandon what to do then
   */
  BodyWatch(Duration patience, BooleanSupplier stop, Runnable abandon) {
    this.patienceNanos = patience.toNanos();
    Thread.ofPlatform().daemon().name("hub-watch").start(() -> watch(stop, abandon));
  }

  private void watch(BooleanSupplier stop, Runnable abandon) {
    try {
      while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (stop.getAsBoolean()) {
          abandon.run();
          open.forEach(Watched::end);
        } else {
          open.forEach(Watched::endIfSilent);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The same stream, under watch until it is closed. */
  InputStream over(InputStream body) {
    Watched watched = new Watched(body);
    open.add(watched);
    return watched;
  }

  @Override
  public void close() {
    closed.countDown();
    open.forEach(Watched::end);
  }

  private final class Watched extends FilterInputStream {
    private volatile long last = System.nanoTime();
    private volatile boolean silent;

    Watched(InputStream body) {
      super(body);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      try {
        int read = super.read(bytes, from, length);
        last = System.nanoTime();
        return read;
      } catch (IOException e) {
        String why =
            silent
                ? "the server was silent for %d s".formatted(patienceNanos / 1_000_000_000)
                : "the connection was cut";
        throw new IOException(why, e);
      }
    }

    private void endIfSilent() {
      if (System.nanoTime() - last > patienceNanos) {
        silent = true;
        end();
      }
    }

    private void end() {
      try {
        close();
      } catch (IOException e) {
        // Its reader learns that it is closed.
        return;
      }
    }

    @Override
    public void close() throws IOException {
      open.remove(this);
      super.close();
    }
  }
}
