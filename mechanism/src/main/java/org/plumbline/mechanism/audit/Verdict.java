package org.plumbline.mechanism.audit;

/**
 * What an audit found.
 *
 * @param <C> what is shown if the property holds as far as the audit looked
 * @param <X> what shows that it does not
 */
public sealed interface Verdict<C, X> {

  /**
   * The property holds as far as the audit looked.
   *
   * @param certificate how far that was, and what is known
   */
  record Certified<C, X>(C certificate) implements Verdict<C, X> {}

  /**
   * The property does not hold.
   *
   * @param counterexample the strongest that was found
   */
  record Refuted<C, X>(X counterexample) implements Verdict<C, X> {}
}
