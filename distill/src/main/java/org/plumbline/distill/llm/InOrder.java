package org.plumbline.distill.llm;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InterruptedRunException;
import org.plumbline.core.error.PlumblineException;

/**
 * Works on many items at once and hands on the results in the order of the items, so that what is
 * written does not depend on who answered first.
 *
 * <p>At most {@code waiting} items are held at a time: memory does not grow with their number.
 */
public final class InOrder {
  private final int waiting;
  private final BooleanSupplier stopped;

  /**
   * @param waiting items that are worked on, or wait for one before them; how many questions are
   *     under way is each model's own limit, so several times that
   * @param stopped whether the user wants to stop; what was handed on stays, the rest is given up
   */
  public InOrder(int waiting, BooleanSupplier stopped) {
    require(waiting > 0, "items at once must be positive (got %d)", waiting);
    this.waiting = waiting;
    this.stopped = stopped;
  }

  /**
   * Works on all items.
   *
   * @param work runs on a thread of its own for each item
   * @param sink is called on the caller's thread, in the order of the items
   * @throws InterruptedRunException if the user wants to stop
   */
  public <I, O> void run(Iterator<I> items, Function<I, O> work, Consumer<O> sink) {
    ArrayDeque<Future<O>> open = new ArrayDeque<>();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      while (items.hasNext() || !open.isEmpty()) {
        while (items.hasNext() && open.size() < waiting) {
          I item = items.next();
          open.add(threads.submit(() -> work.apply(item)));
        }
        sink.accept(result(open.remove()));
        if (stopped.getAsBoolean()) {
          throw new InterruptedRunException(
              "stopped; every answer that was paid is kept: the same command with --resume goes on");
        }
      }
    } finally {
      threads.shutdownNow();
      threads.close();
    }
  }

  private static <O> O result(Future<O> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedRunException("stopped; every answer that was paid is kept");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PlumblineException known) {
        throw known;
      }
      throw new FailedException("an item could not be worked on: %s".formatted(e.getCause()), e);
    }
  }
}
