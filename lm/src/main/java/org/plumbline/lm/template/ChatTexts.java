package org.plumbline.lm.template;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import org.plumbline.core.data.Chat;
import org.plumbline.core.data.ChatWriter;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.text.TextEncoder;
import org.plumbline.lm.text.Tokenizer;

/**
 * Chats as the texts that a template writes of them, so that whatever reads prompts and completions
 * reads chats as well.
 *
 * <p>A prompt ends where the assistant's turn begins. What the template writes after an answer is
 * the same for all and no part of it; the encoder of such texts adds it ({@link
 * TextEncoder.Chats}). A message that spells a special token is refused, as in {@link ChatEncoder}.
 */
public final class ChatTexts implements ChatWriter {
  private static final String PROBE = "What?";
  private static final String ANSWER = "That.";

  private final ChatTemplate template;
  private final ChatEncoder checked;
  private final String afterAnswer;
  private boolean anyChat;
  private boolean anyPlain;

  /**
   * Texts by this template.
   *
   * @param tokenizer the model's; whoever opened it closes it
   * @throws InvalidInputException if the template does not write an answer after its prompt
   */
  public ChatTexts(ChatTemplate template, Tokenizer tokenizer) {
    this.template = template;
    this.checked = new ChatEncoder(template, tokenizer, new ChatEncoder.Options(Integer.MAX_VALUE));
    List<ChatMessage> asked = List.of(ChatMessage.of("user", PROBE));
    List<ChatMessage> answered =
        List.of(asked.getFirst(), ChatMessage.of(ChatMessage.ASSISTANT, ANSWER));
    String prompt = template.text(asked, ChatOptions.PROMPT);
    String whole = template.text(answered, ChatOptions.WHOLE);
    require(
        whole.startsWith(prompt + ANSWER),
        "the chat template must write an answer right after its prompt, so that it can be scored (it writes '%s' and then '%s'); give plain text",
        prompt,
        whole);
    this.afterAnswer = whole.substring(prompt.length() + ANSWER.length());
  }

  @Override
  public String prompt(Chat chat) {
    anyChat = true;
    requireOneKind();
    return text(chat, ChatOptions.PROMPT);
  }

  @Override
  public String answer(Chat chat) {
    Chat before = new Chat(chat.messages().subList(0, chat.messages().size() - 1), chat.tools());
    String prompt = prompt(before);
    String whole = text(chat, ChatOptions.WHOLE);
    require(
        whole.startsWith(prompt) && whole.endsWith(afterAnswer),
        "the chat template writes this answer in another form than it begins and ends others, so that it cannot be scored; leave the chat out, or give plain text");
    return whole.substring(prompt.length(), whole.length() - afterAnswer.length());
  }

  @Override
  public void rendered(String other) {
    require(
        other.equals(template.hash()),
        "texts that a chat template wrote must have been written by the model's own (hash %.8s...), but these were by another (%.8s...); give the chats themselves",
        template.hash(),
        other);
    anyChat = true;
    requireOneKind();
  }

  @Override
  public void plain() {
    anyPlain = true;
    requireOneKind();
  }

  /** How what was read is written: by the template, or plainly if no row was a chat. */
  public TextEncoder.Chats form() {
    return anyChat ? new TextEncoder.Chats(template.hash(), afterAnswer) : TextEncoder.Chats.NONE;
  }

  private void requireOneKind() {
    require(
        !anyChat || !anyPlain,
        "rows must be all chats or all plain text, which a model reads by different tokens, and here are both; make two files of them");
  }

  private String text(Chat chat, ChatOptions kind) {
    List<ChatMessage> messages = chat.messages().stream().map(ChatMessage::new).toList();
    ChatOptions options = chat.tools().map(kind::withTools).orElse(kind);
    return checked.text(messages, options);
  }
}
