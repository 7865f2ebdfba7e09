package org.plumbline.distill.optimize;

import java.util.List;
import org.plumbline.distill.llm.CallReceipt;

/**
 * What calls took.
 *
 * @param calls answers that were asked for, whether or not they were in the cache
 * @param promptTokens tokens read
 * @param completionTokens tokens written
 * @param cost paid in this run, in the unit of the price list
 */
public record Spending(int calls, long promptTokens, long completionTokens, double cost) {
  /** Nothing. */
  public static final Spending NONE = new Spending(0, 0, 0, 0);

  /** The sum of these. */
  public static Spending of(List<CallReceipt> receipts) {
    Spending sum = NONE;
    for (CallReceipt receipt : receipts) {
      sum =
          sum.plus(
              new Spending(1, receipt.promptTokens(), receipt.completionTokens(), receipt.cost()));
    }
    return sum;
  }

  /** Both. */
  public Spending plus(Spending other) {
    return new Spending(
        calls + other.calls,
        promptTokens + other.promptTokens,
        completionTokens + other.completionTokens,
        cost + other.cost);
  }
}
