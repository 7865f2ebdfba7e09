package org.plumbline.distill.kept;

import org.plumbline.core.error.InvalidInputException;
import org.plumbline.distill.llm.CallReceipt;
import org.plumbline.distill.llm.ChatOutcome;

/**
 * An outcome as it is kept.
 *
 * @param kind as {@link ChatOutcome#kind}
 * @param text what was said, or the beginning of what came
 * @param problem what is wrong with it; empty for most kinds
 */
record KeptOutcome(String kind, String text, String problem) {

  static KeptOutcome of(ChatOutcome outcome) {
    return switch (outcome) {
      case ChatOutcome.Answered a -> new KeptOutcome(a.kind(), a.text(), "");
      case ChatOutcome.Truncated t -> new KeptOutcome(t.kind(), t.text(), "");
      case ChatOutcome.Filtered f -> new KeptOutcome(f.kind(), "", "");
      case ChatOutcome.Refused r -> new KeptOutcome(r.kind(), r.text(), "");
      case ChatOutcome.Malformed m -> new KeptOutcome(m.kind(), m.raw(), m.problem());
      case ChatOutcome.Failed f -> new KeptOutcome(f.kind(), "", f.problem());
    };
  }

  ChatOutcome outcome(CallReceipt receipt) {
    return switch (kind) {
      case "answered" -> new ChatOutcome.Answered(text, receipt);
      case "truncated" -> new ChatOutcome.Truncated(text, receipt);
      case "filtered" -> new ChatOutcome.Filtered(receipt);
      case "refused" -> new ChatOutcome.Refused(text, receipt);
      case "malformed" -> new ChatOutcome.Malformed(text, problem, receipt);
      case "failed" -> new ChatOutcome.Failed(problem, receipt);
      default ->
          throw new InvalidInputException(
              "a kept answer must be of a known kind (got '%s'); it was written by another version"
                  .formatted(kind));
    };
  }

  /**
   * Whether asking again would be paying again: everything that a model said. Nothing, half a
   * document or a page for browsers may be something else next time.
   */
  static boolean worthKeeping(ChatOutcome outcome) {
    return switch (outcome) {
      case ChatOutcome.Answered a -> true;
      case ChatOutcome.Truncated t -> true;
      case ChatOutcome.Filtered f -> true;
      case ChatOutcome.Refused r -> true;
      case ChatOutcome.Malformed m -> m.receipt().completionTokens() > 0;
      case ChatOutcome.Failed f -> false;
    };
  }

  /** The receipt of an outcome that comes from what was kept. */
  static CallReceipt free(CallReceipt paid) {
    return new CallReceipt(
        paid.request(), paid.model(), paid.promptTokens(), paid.completionTokens(), 0, 0, 0);
  }
}
