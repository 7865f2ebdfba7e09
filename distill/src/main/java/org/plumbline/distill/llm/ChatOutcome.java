package org.plumbline.distill.llm;

import java.util.Optional;

/**
 * What became of a question; a failure is never an empty answer, and never a score of zero.
 *
 * <p>{@link Answered} alone may be used without a further look.
 */
public sealed interface ChatOutcome {

  /** What it took. */
  CallReceipt receipt();

  /** The whole answer, if there is one. */
  default Optional<String> answer() {
    return this instanceof Answered answered ? Optional.of(answered.text()) : Optional.empty();
  }

  /** What a user would see: the whole answer, or one that reached its most tokens as it is. */
  default Optional<String> written() {
    return this instanceof Truncated truncated ? Optional.of(truncated.text()) : answer();
  }

  /** In a word, for counts and records: {@code answered}, {@code truncated}, ... */
  default String kind() {
    return switch (this) {
      case Answered a -> "answered";
      case Truncated t -> "truncated";
      case Filtered f -> "filtered";
      case Refused r -> "refused";
      case Malformed m -> "malformed";
      case Failed f -> "failed";
    };
  }

  /** A complete answer that is not blank. */
  record Answered(String text, CallReceipt receipt) implements ChatOutcome {}

  /** The answer reached its most tokens. */
  record Truncated(String text, CallReceipt receipt) implements ChatOutcome {}

  /** Whoever runs the model held it back. */
  record Filtered(CallReceipt receipt) implements ChatOutcome {}

  /** The model said, in the field for it, that it will not answer. */
  record Refused(String text, CallReceipt receipt) implements ChatOutcome {}

  /**
   * Something came back that is no answer: nothing, half a document, a page for browsers.
   *
   * @param raw its beginning
   * @param problem what is wrong with it
   */
  record Malformed(String raw, String problem, CallReceipt receipt) implements ChatOutcome {}

  /** Nothing came back, for all tries. */
  record Failed(String problem, CallReceipt receipt) implements ChatOutcome {}
}
