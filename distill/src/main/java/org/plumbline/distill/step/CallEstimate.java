package org.plumbline.distill.step;

/**
 * How many calls a step will make of each teacher, and what they take, about.
 *
 * @param calls of each teacher
 * @param promptTokens of all of them
 */
public record CallEstimate(long calls, long promptTokens) {

  /** Of one call, rounded up. */
  public long promptTokensOfOne() {
    return calls == 0 ? 0 : Math.ceilDiv(promptTokens, calls);
  }

  /** With further calls. */
  public CallEstimate plus(long moreCalls, long morePromptTokens) {
    return new CallEstimate(calls + moreCalls, promptTokens + morePromptTokens);
  }
}
