package org.plumbline.distill.judge;

import java.util.List;
import org.plumbline.distill.llm.CallReceipt;

/** What a judge came to; a missing grade is a case of its own, never a number. */
public sealed interface Judgement {

  /** What it took, one for each call. */
  List<CallReceipt> receipts();

  /** In a word, for counts and files. */
  default String status() {
    return switch (this) {
      case Scored scored -> scored.repaired() ? "repaired" : "scored";
      case ParseFailed failed -> "parse-failed";
      case Unanswered unanswered -> unanswered.kind();
    };
  }

  /**
   * Grades, all of them.
   *
   * @param repaired whether the first reply could not be read and the second could
   */
  record Scored(Scores scores, boolean repaired, List<CallReceipt> receipts) implements Judgement {
    public Scored {
      receipts = List.copyOf(receipts);
    }
  }

  /**
   * The judge replied twice, and no reply could be read.
   *
   * @param raw the last reply
   * @param problem what is wrong with it, a clause
   */
  record ParseFailed(String raw, String problem, List<CallReceipt> receipts) implements Judgement {
    public ParseFailed {
      receipts = List.copyOf(receipts);
    }
  }

  /**
   * The judge did not reply.
   *
   * @param kind what became of the question: {@code failed}, {@code refused}, {@code filtered}, ...
   */
  record Unanswered(String kind, List<CallReceipt> receipts) implements Judgement {
    public Unanswered {
      receipts = List.copyOf(receipts);
    }
  }
}
