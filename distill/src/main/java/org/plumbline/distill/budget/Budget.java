package org.plumbline.distill.budget;

import java.util.Locale;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InterruptedRunException;

/**
 * A hard limit that several models share: what a question may cost is set aside before it is asked,
 * and what it did cost is booked after.
 *
 * <p>A question that fits only if others cost less than was set aside for them waits for those. No
 * more than the limit is spent, as far as the prompt's tokens were not estimated too low.
 */
public final class Budget {
  private final SpendingLimits limits;
  private final String currency;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition settled = lock.newCondition();
  private Spending spent;
  private Spending reserved = Spending.NOTHING;
  private int open;

  /**
   * A budget of which something may have been spent before.
   *
   * @param before what an earlier part of the same run spent
   * @param currency for messages
   */
  public Budget(SpendingLimits limits, Spending before, String currency) {
    this.limits = limits;
    this.spent = before;
    this.currency = currency;
  }

  /** Whether nothing is limited. */
  public boolean unlimited() {
    return limits.equals(SpendingLimits.NONE);
  }

  /** What was spent so far. */
  public Spending spent() {
    lock.lock();
    try {
      return spent;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sets aside what a question may cost, and waits if that depends on others.
   *
   * @throws FailedException if it is too much
   */
  void reserve(Spending most) {
    lock.lock();
    try {
      while (!limits.hold(spent.plus(reserved).plus(most))) {
        if (open == 0 || !limits.hold(spent.plus(most))) {
          throw reached(most);
        }
        settled.await();
      }
      reserved = reserved.plus(most);
      open++;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedRunException("stopped; every answer that was paid is kept");
    } finally {
      lock.unlock();
    }
  }

  /** Books what a question did cost instead of what was set aside for it. */
  void settle(Spending most, Spending actual) {
    lock.lock();
    try {
      reserved = --open == 0 ? Spending.NOTHING : reserved.minus(most);
      spent = spent.plus(actual);
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private FailedException reached(Spending most) {
    boolean money = spent.cost() + most.cost() > limits.cost().orElse(Double.POSITIVE_INFINITY);
    String rule =
        money
            ? String.format(
                Locale.ROOT,
                "the budget is reached: %.4f of %.4f %s are spent, and the next question may cost %.4f",
                spent.cost(),
                limits.cost().orElse(0),
                currency,
                most.cost())
            : String.format(
                Locale.ROOT,
                "the budget is reached: %,d of %,d tokens are spent, and the next question may take %,d",
                spent.tokens(),
                limits.tokens().orElse(0),
                most.tokens());
    return new FailedException(
        "%s. What was answered is kept; raise %s and go on with --resume"
            .formatted(rule, money ? "--max-cost" : "--max-spent-tokens"));
  }
}
