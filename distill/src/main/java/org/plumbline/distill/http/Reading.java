package org.plumbline.distill.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.plumbline.distill.llm.CallReceipt;
import org.plumbline.distill.llm.ChatOutcome;

/** What an answer of a server means for whoever asked. */
sealed interface Reading {

  /** Answers, one for each that was wanted, or fewer if the server does not give several. */
  record Answers(List<Choice> choices, Usage usage) implements Reading {}

  /**
   * Something else may come if it is tried again; if not, it is this.
   *
   * @param asked how long the server wants to be left alone
   * @param body its beginning if an answer came that is none
   */
  record Again(String problem, Optional<Duration> asked, Optional<String> body)
      implements Reading {}

  /** The question itself cannot be answered. */
  record Refused(String problem, boolean badRequest) implements Reading {}

  /** The service's filter held the question back. */
  record HeldBack() implements Reading {}

  /** Every further question is useless. */
  record Hopeless(String problem) implements Reading {}

  /** Tokens as the server counted them; -1 if it did not. */
  record Usage(int prompt, int completion) {
    static final Usage UNKNOWN = new Usage(-1, -1);
  }

  /** One answer. */
  sealed interface Choice {
    record Said(String text) implements Choice {}

    record Cut(String text) implements Choice {}

    record Filtered() implements Choice {}

    record Declined(String text) implements Choice {}

    record Unusable(String raw, String problem) implements Choice {}

    default ChatOutcome outcome(CallReceipt receipt) {
      return switch (this) {
        case Said(String text) -> new ChatOutcome.Answered(text, receipt);
        case Cut(String text) -> new ChatOutcome.Truncated(text, receipt);
        case Filtered f -> new ChatOutcome.Filtered(receipt);
        case Declined(String text) -> new ChatOutcome.Refused(text, receipt);
        case Unusable(String raw, String problem) ->
            new ChatOutcome.Malformed(raw, problem, receipt);
      };
    }

    /** What was written, to count its tokens where the server does not. */
    default String written() {
      return switch (this) {
        case Said said -> said.text;
        case Cut cut -> cut.text;
        case Filtered f -> "";
        case Declined declined -> declined.text;
        case Unusable unusable -> unusable.raw;
      };
    }
  }
}
