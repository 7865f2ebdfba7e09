package org.plumbline.distill.http;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finishes what is under way though its thread is interrupted: an answer that is being written is
 * paid, so whoever wants to stop waits for it a little.
 */
final class Undisturbed implements AutoCloseable {
  private static final long GRACE_SECONDS = 20;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** What a server is asked. */
  interface Work<T> {
    T run() throws BrokenOffException, InterruptedException;
  }

  /**
   * Does it; an interrupted caller still gets what comes within the grace, and is interrupted after
   * that.
   */
  <T> T finish(Work<T> work) throws BrokenOffException, InterruptedException {
    Future<T> future = threads.submit(work::run);
    try {
      return result(future);
    } catch (InterruptedException e) {
      T late = late(future);
      Thread.currentThread().interrupt();
      return late;
    }
  }

  private static <T> T late(Future<T> future) throws BrokenOffException, InterruptedException {
    try {
      future.get(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new InterruptedException("nothing came in the grace");
    } catch (ExecutionException e) {
      // Told again below.
      return result(future);
    }
    return result(future);
  }

  private static <T> T result(Future<T> future) throws BrokenOffException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case BrokenOffException broken -> throw broken;
        case InterruptedException stopped -> throw stopped;
        case RuntimeException fault -> throw fault;
        case Error fault -> throw fault;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
