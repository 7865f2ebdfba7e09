package org.plumbline.distill.step;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.chat.ChatTurn;
import org.plumbline.core.error.FailedException;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;

/**
 * How a step's calls are made.
 *
 * @param teachers who are asked, all at the same time; no two of one name
 * @param waiting calls that are under way, or wait for one before them
 * @param stopped whether the user wants to stop
 * @param called is told of each call, in the order of the items
 */
public record Work(
    List<ChatModel> teachers, int waiting, BooleanSupplier stopped, Consumer<ChatOutcome> called) {
  public Work {
    teachers = List.copyOf(teachers);
    require(!teachers.isEmpty(), "a step that asks needs a teacher; give --teacher");
    require(waiting > 0, "calls at once must be positive (got %d)", waiting);
    List<String> names = teachers.stream().map(ChatModel::id).toList();
    require(
        names.stream().distinct().count() == names.size(),
        "teachers need names of their own, or their rows could not be told apart (got %s)",
        names);
  }

  /**
   * Asks every teacher for a word, so that a wrong key or address is known before the work begins.
   *
   * @throws FailedException naming the teacher that does not answer
   */
  public void preflight() {
    ChatRequest request =
        new ChatRequest(
            List.of(ChatTurn.user("Answer with the one word: ready")), ChatSampling.greedy(16));
    for (ChatModel teacher : teachers) {
      ChatOutcome outcome = teacher.ask(request, 0);
      boolean answers =
          switch (outcome) {
            case ChatOutcome.Answered a -> true;
            case ChatOutcome.Truncated t -> true;
            case ChatOutcome.Refused r -> true;
            case ChatOutcome.Filtered f -> true;
            case ChatOutcome.Malformed m -> false;
            case ChatOutcome.Failed f -> false;
          };
      if (!answers) {
        throw new FailedException(
            "the teacher '%s' does not answer: %s. Nothing was asked yet; look at its address, key and name"
                .formatted(teacher.id(), CallFailure.of("preflight", 0, outcome).reason()));
      }
    }
  }
}
