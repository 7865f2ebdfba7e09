package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import java.util.Optional;
import org.plumbline.core.data.Chat;
import org.plumbline.core.data.Opening;
import org.plumbline.core.data.Prompt;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.template.ChatEncoder;
import org.plumbline.lm.template.ChatMessage;
import org.plumbline.lm.template.ChatOptions;
import org.plumbline.lm.template.ChatTemplate;
import org.plumbline.lm.text.TextEncoder;
import org.plumbline.lm.text.Tokenizer;

/** From prompts and chats to the tokens after which a model writes on. */
final class OpeningEncoder {
  private final ModelFolder folder;
  private final TextEncoder texts;
  private final Optional<ChatTemplate> template;
  private final Optional<ChatEncoder> chats;
  private final int contextLength;

  /**
   * The text that the model is given.
   *
   * @param text of a chat, as the template writes it
   */
  record Opened(String text, int[] ids) {}

  /**
   * The encoder of a model.
   *
   * @param tokenizer that of the folder; whoever opened it closes it
   * @param contextLength most tokens that the model reads
   */
  OpeningEncoder(ModelFolder folder, Tokenizer tokenizer, int contextLength) {
    this.folder = folder;
    // What is too long is refused below, with advice that fits.
    this.texts = new TextEncoder(tokenizer, new TextEncoder.Options(Integer.MAX_VALUE));
    this.template = folder.chatTemplate();
    this.chats =
        template.map(
            t -> new ChatEncoder(t, tokenizer, new ChatEncoder.Options(Integer.MAX_VALUE)));
    this.contextLength = contextLength;
  }

  /**
   * The tokens of one.
   *
   * @param number its place among all, for the message
   * @throws InvalidInputException if it is a chat and the model has no template, if the template
   *     refuses it, or if it leaves no room for a token
   */
  Opened encode(Opening opening, long number) {
    Opened opened;
    try {
      opened =
          switch (opening) {
            case Prompt prompt ->
                new Opened(prompt.text(), texts.encodePrompt(prompt.text()).ids());
            case Chat chat -> encode(chat);
          };
    } catch (InvalidInputException e) {
      throw new InvalidInputException("prompt %d: %s".formatted(number, e.getMessage()), e);
    }
    require(
        opened.ids.length > 0,
        "prompt %d must have at least one token, but has none; give a text, or messages of which the chat template writes something",
        number);
    require(
        opened.ids.length < contextLength,
        "prompt %d has %d tokens, but the model reads at most %d, new ones among them; shorten the prompt",
        number,
        opened.ids.length,
        contextLength);
    return opened;
  }

  private Opened encode(Chat chat) {
    ChatEncoder encoder = chats.orElseThrow(folder::noChatTemplate);
    List<ChatMessage> messages = chat.messages().stream().map(ChatMessage::new).toList();
    // An assistant's turn at the end was begun and is written on.
    ChatOptions turn =
        messages.getLast().role().equals(ChatMessage.ASSISTANT)
            ? ChatOptions.WHOLE.withContinueFinalMessage(true)
            : ChatOptions.PROMPT;
    ChatOptions options = chat.tools().map(turn::withTools).orElse(turn);
    String text = template.orElseThrow(folder::noChatTemplate).text(messages, options);
    return new Opened(text, encoder.encodePrompt(messages, options).ids());
  }
}
