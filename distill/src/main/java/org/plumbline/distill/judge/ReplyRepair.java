package org.plumbline.distill.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatTurn;
import org.plumbline.distill.llm.CallReceipt;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.distill.template.PromptTemplate;
import org.plumbline.distill.template.Purpose;

/**
 * Asks for a reply of a form, and once more if it cannot be read.
 *
 * <p>A reply that was cut off is not read: what is left of it may end in somebody else's words.
 */
final class ReplyRepair {
  /** So much of a bad reply is shown to the model again. */
  private static final int SHOWN = 4000;

  private final ChatModel model;
  private final PromptTemplate template;

  ReplyRepair(ChatModel model, String language) {
    this.model = model;
    this.template = PromptTemplate.included(Purpose.REPLY_REPAIR, language);
  }

  /** What one reply came to: a value, or what is wrong with it. */
  record Reading<T>(Optional<T> value, String problem) {
    static <T> Reading<T> of(T value) {
      return new Reading<>(Optional.of(value), "");
    }

    static <T> Reading<T> problem(String problem) {
      return new Reading<>(Optional.empty(), problem);
    }
  }

  /** What both calls came to. */
  sealed interface Read<T> {}

  record Value<T>(T value, boolean repaired, List<CallReceipt> receipts) implements Read<T> {}

  record Unreadable<T>(String raw, String problem, List<CallReceipt> receipts) implements Read<T> {}

  record NoReply<T>(String kind, List<CallReceipt> receipts) implements Read<T> {}

  <T> Read<T> ask(
      ChatRequest request, String form, int sample, Function<String, Reading<T>> reader) {
    List<CallReceipt> receipts = new ArrayList<>();
    ChatRequest next = request;
    for (boolean repair : new boolean[] {false, true}) {
      ChatOutcome outcome = model.ask(next, sample);
      receipts.add(outcome.receipt());
      Optional<String> raw = raw(outcome);
      if (raw.isEmpty()) {
        return new NoReply<>(outcome.kind(), receipts);
      }
      Reading<T> reading =
          outcome instanceof ChatOutcome.Answered answered
              ? reader.apply(answered.text())
              : Reading.problem("it was cut off before its end");
      if (reading.value().isPresent()) {
        return new Value<>(reading.value().get(), repair, receipts);
      }
      if (repair) {
        return new Unreadable<>(raw.get(), reading.problem(), receipts);
      }
      next = again(request, raw.get(), reading.problem(), form);
    }
    throw new AssertionError("unreachable");
  }

  private static Optional<String> raw(ChatOutcome outcome) {
    return switch (outcome) {
      case ChatOutcome.Answered answered -> Optional.of(answered.text());
      case ChatOutcome.Truncated cut -> Optional.of(cut.text());
      case ChatOutcome.Filtered filtered -> Optional.empty();
      case ChatOutcome.Refused refused -> Optional.empty();
      case ChatOutcome.Malformed malformed -> Optional.empty();
      case ChatOutcome.Failed failed -> Optional.empty();
    };
  }

  private ChatRequest again(ChatRequest request, String raw, String problem, String form) {
    List<ChatTurn> turns = new ArrayList<>(request.turns());
    String end = raw.substring(Math.max(0, raw.length() - SHOWN));
    turns.add(ChatTurn.assistant(end.isBlank() ? "(nothing)" : end));
    turns.addAll(template.fill(Map.of("problem", problem, "form", form)));
    return new ChatRequest(turns, request.sampling(), request.schema());
  }
}
