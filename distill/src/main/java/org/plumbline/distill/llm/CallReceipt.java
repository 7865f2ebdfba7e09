package org.plumbline.distill.llm;

/**
 * What a question took.
 *
 * @param request hash of the canonical request and the number of its sample; the cache's key, and
 *     what provenance names
 * @param model who was asked
 * @param promptTokens tokens read
 * @param completionTokens tokens written
 * @param cost in the unit of the price list; 0 if it came from the cache
 * @param attempts requests that were sent; 0 if it came from the cache
 * @param millis wall-clock time of the last attempt, in milliseconds
 */
public record CallReceipt(
    String request,
    String model,
    int promptTokens,
    int completionTokens,
    double cost,
    int attempts,
    long millis) {

  /** Whether no request was sent. */
  public boolean cached() {
    return attempts == 0;
  }
}
