package org.plumbline.distill.budget;

import java.util.Locale;
import org.plumbline.distill.llm.Prices;

/**
 * What questions would cost, before the first one.
 *
 * @param calls questions, a sample each
 * @param promptTokens of all
 * @param completionTokens of all, if each answer is as long as it may be
 * @param cost of these tokens; 0 if the price is unknown
 * @param prices they were computed with
 */
public record CostEstimate(
    long calls, long promptTokens, long completionTokens, double cost, Prices prices) {

  /**
   * Of so many questions.
   *
   * @param promptTokens of one question
   * @param maxTokens most tokens of one answer
   */
  public static CostEstimate of(long calls, long promptTokens, long maxTokens, Prices prices) {
    long read = calls * promptTokens;
    long written = calls * maxTokens;
    return new CostEstimate(calls, read, written, prices.of(read, written), prices);
  }

  /** In a line for people. */
  public String text() {
    String money =
        prices.known()
            ? String.format(Locale.ROOT, "at most %.2f %s", cost, prices.currency())
            : "price unknown";
    return String.format(
        Locale.ROOT,
        "%,d calls, about %,d tokens read, at most %,d written: %s",
        calls,
        promptTokens,
        completionTokens,
        money);
  }
}
