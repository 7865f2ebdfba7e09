package org.plumbline.mechanism.payment;

/** What a payment rule promises to a group that reports the truth. */
public sealed interface IncentiveClaim {

  /**
   * No lie ever pays, whatever the others report.
   *
   * @param source the theorem
   */
  record Exact(String source) implements IncentiveClaim {}

  /**
   * A lie wins at most what a certificate says, which is published with the payment.
   *
   * @param certificate what bounds it
   */
  record Bounded(String certificate) implements IncentiveClaim {}

  /**
   * Lies pay.
   *
   * @param reason why
   */
  record Broken(String reason) implements IncentiveClaim {}

  /**
   * Nobody has shown anything: ask the audit.
   *
   * @param advice what to do
   */
  record Unknown(String advice) implements IncentiveClaim {}
}
