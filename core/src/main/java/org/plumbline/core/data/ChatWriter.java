package org.plumbline.core.data;

import org.plumbline.core.error.InvalidInputException;

/**
 * Makes text of chats where texts are wanted: what a model's template writes of them.
 *
 * <p>What is read by one writer is of one kind, all chats or all plain text: a model reads the two
 * by different tokens.
 */
public interface ChatWriter {
  /** Refuses chats. */
  ChatWriter NONE =
      new ChatWriter() {
        @Override
        public String prompt(Chat chat) {
          throw new InvalidInputException(
              "chat messages cannot be read here, where plain text is wanted; join them to one text");
        }

        @Override
        public String answer(Chat chat) {
          return prompt(chat);
        }

        @Override
        public void rendered(String template) {
          throw new InvalidInputException(
              "texts that a chat template wrote cannot be read here, where plain text is wanted; give the chats themselves to a command that reads them");
        }
      };

  /**
   * The text after which the assistant's next turn is written.
   *
   * @throws InvalidInputException if the chat cannot be written, with the reason
   */
  String prompt(Chat chat);

  /**
   * What the last message, the assistant's, adds to that text, without what ends a turn.
   *
   * @throws InvalidInputException if the chat cannot be written, with the reason
   */
  String answer(Chat chat);

  /**
   * Is told of each row whose texts a template wrote before, of this hash.
   *
   * @throws InvalidInputException if it is another template
   */
  void rendered(String template);

  /** Is told of each row that is plain text. */
  default void plain() {}
}
