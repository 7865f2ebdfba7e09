package org.plumbline.distill.llm;

import java.util.ArrayList;
import java.util.List;
import org.plumbline.core.chat.ChatRequest;

/**
 * A model that can be asked: a teacher, a judge, an optimiser of prompts.
 *
 * <p>May be called from many threads. What goes wrong with one question is an outcome; what makes
 * every further question useless (a spent budget, a key that is refused) is thrown.
 */
public interface ChatModel {

  /** What stands for it in caches and provenance; the same name, the same answers. */
  String id();

  /**
   * Asks.
   *
   * @param sample which of several answers to the same question; two numbers are two draws
   * @throws org.plumbline.core.error.FailedException if further questions are useless
   */
  ChatOutcome ask(ChatRequest request, int sample);

  /** Whether several answers to one question come with one request, and so cheaper. */
  default boolean severalAtOnce() {
    return false;
  }

  /** Asks for the answers of the numbers from {@code first} on, {@code count} of them. */
  default List<ChatOutcome> askSeveral(ChatRequest request, int first, int count) {
    List<ChatOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      outcomes.add(ask(request, first + i));
    }
    return outcomes;
  }
}
