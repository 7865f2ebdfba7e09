package org.plumbline.lm.tensor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The places of one training scope where the recorded computation is cut, and what takes the
 * gradient further there.
 *
 * <p>The last cut goes on first, because what it goes on with may arrive at earlier ones.
 */
final class Cuts implements AutoCloseable {
  private static final ThreadLocal<@Nullable Cuts> OPEN = new ThreadLocal<>();

  private final Deque<Cut> waiting = new ArrayDeque<>();
  private final @Nullable Cuts around;

  private record Cut(Tensor beginning, Consumer<Tensor> goOn) {}

  private Cuts(@Nullable Cuts around) {
    this.around = around;
  }

  /** None yet; those of the scope around wait until this is closed. */
  static Cuts open() {
    Cuts cuts = new Cuts(OPEN.get());
    OPEN.set(cuts);
    return cuts;
  }

  static Tensor add(Tensor beginning, Consumer<Tensor> goOn) {
    Cuts open = OPEN.get();
    if (open == null) {
      throw new IllegalStateException("a computation is cut inside a training scope only");
    }
    open.waiting.push(new Cut(beginning, goOn));
    return beginning;
  }

  /** Called after every backward pass: those at which it arrived go on, last first. */
  static void goOn() {
    Cuts open = OPEN.get();
    while (open != null && !open.waiting.isEmpty() && open.waiting.peek().beginning.hasGradient()) {
      Cut cut = open.waiting.pop();
      cut.goOn.accept(cut.beginning.gradient());
    }
  }

  @Override
  public void close() {
    if (around == null) {
      OPEN.remove();
    } else {
      OPEN.set(around);
    }
  }
}
