package org.plumbline.mechanism.sampled;

import java.util.Locale;
import java.util.OptionalLong;

/** A payment that was estimated from samples, or why none can be named. */
public sealed interface PaymentEstimate {

  /** What the judgement rests on. */
  Diagnostics diagnostics();

  /**
   * A payment that the rule lets through.
   *
   * @param value the group's whole payment, in units of a member's reward
   * @param standardError over prompts, where there are several; else over samples
   * @param low lower end of the 95 % interval, not below 0
   * @param high upper end
   */
  record Accepted(
      double value, double standardError, double low, double high, Diagnostics diagnostics)
      implements PaymentEstimate {}

  /**
   * No number, because it could not be trusted.
   *
   * @param suggestedSamples how many samples might do; none where more of the same do not help
   */
  record Refused(Reason reason, OptionalLong suggestedSamples, Diagnostics diagnostics)
      implements PaymentEstimate {

    /** The rule, what was found, and the way out. */
    public String message() {
      Diagnostics d = diagnostics;
      String found =
          switch (reason) {
            case EQUAL_REWARDS ->
                "every sample has the same reward, so nothing is known about the group's payment";
            case POLICY_NOT_OPTIMAL ->
                text(
                    "the policy is %.2g payments away from the optimum, which every payment would pay for",
                    d.gap());
            case UNSEEN_MASS ->
                text(
                    "what %d samples could have missed may add %.2g payments",
                    d.samples(), d.unseen());
            case FEW_EFFECTIVE_SAMPLES ->
                text("%d samples count for %.1f, too few", d.samples(), d.effectiveSamples());
            case LARGE_ERROR -> text("the standard error is %.2g payments", d.relativeError());
          };
      return found + "; " + wayOut();
    }

    private String wayOut() {
      String other = "the mechanism over candidates needs no estimate";
      return switch (reason) {
        case EQUAL_REWARDS -> "draw other samples, or say that the group is indifferent";
        case POLICY_NOT_OPTIMAL -> "train longer, or let the outcome be candidates: " + other;
        case UNSEEN_MASS, FEW_EFFECTIVE_SAMPLES, LARGE_ERROR ->
            suggestedSamples.isPresent()
                ? text(
                    "draw about %,d samples, or let the outcome be candidates: %s",
                    suggestedSamples.getAsLong(), other)
                : "let the outcome be candidates: " + other;
      };
    }

    private static String text(String format, Object... values) {
      return String.format(Locale.ROOT, format, values);
    }
  }

  /** The first rule that was broken. */
  enum Reason {
    EQUAL_REWARDS,
    POLICY_NOT_OPTIMAL,
    UNSEEN_MASS,
    FEW_EFFECTIVE_SAMPLES,
    LARGE_ERROR
  }
}
