package org.plumbline.core.chat;

/**
 * A model in this process that answers, for whoever must not know how: a server, a distillation.
 *
 * <p>May be called from many threads; what is asked at the same time is answered together.
 */
public interface ChatEngine extends AutoCloseable {

  /** What the model is called, in answers and records. */
  String name();

  /** Most tokens of question and answer. */
  int contextLength();

  /**
   * Answers; returns when the answer is complete.
   *
   * @throws org.plumbline.core.error.InvalidInputException if the conversation does not fit the
   *     context, or the model's template refuses it
   * @throws org.plumbline.core.error.FailedException if the model's probabilities are no numbers
   */
  ChatReply reply(ChatRequest request, ChatListener listener);

  @Override
  void close();
}
