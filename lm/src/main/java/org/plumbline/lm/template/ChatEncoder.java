package org.plumbline.lm.template;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.run.ContentHash;
import org.plumbline.lm.text.TextEncoder.Truncation;
import org.plumbline.lm.text.TokenizedText;
import org.plumbline.lm.text.TokenizedText.Span;
import org.plumbline.lm.text.Tokenizer;

/**
 * From messages to tokens: the template writes the chat down once, it is tokenized once as a whole,
 * and the places of the tokens in the text say which of them the assistant wrote.
 *
 * <p>No token is added to what the template writes. Any number of threads may share an encoder;
 * whoever opened the tokenizer closes it.
 */
public final class ChatEncoder {
  private final ChatTemplate template;
  private final Tokenizer tokenizer;
  private final Options options;
  private final AtomicLong truncated = new AtomicLong();

  /** What happens to a message that spells a special token, as {@code <|im_end|>}. */
  public enum SpelledTokens {
    /** It is refused: the token would end or begin a turn that nobody took. */
    REFUSE,
    /** It becomes that token. */
    ALLOW
  }

  /**
   * How long a chat may be, and what it may hold.
   *
   * @param maxLength tokens in all
   * @param truncation what happens to a longer chat; where its beginning is cut, BOS stays first
   * @param spelledTokens what happens to a message that spells a special token
   */
  public record Options(int maxLength, Truncation truncation, SpelledTokens spelledTokens) {
    public Options {
      require(maxLength > 1, "a chat's greatest length must be at least 2 (got %d)", maxLength);
    }

    /** Too long chats and spelled tokens are refused. */
    public Options(int maxLength) {
      this(maxLength, Truncation.REFUSE, SpelledTokens.REFUSE);
    }

    /** The same with another rule for chats that are too long. */
    public Options withTruncation(Truncation rule) {
      return new Options(maxLength, rule, spelledTokens);
    }
  }

  public ChatEncoder(ChatTemplate template, Tokenizer tokenizer, Options options) {
    this.template = template;
    this.tokenizer = tokenizer;
    this.options = options;
  }

  /**
   * A whole chat to be trained on.
   *
   * @throws InvalidInputException if the template refuses it, its assistant's parts cannot be told,
   *     or none of them is left after cutting
   */
  public EncodedChat encode(List<ChatMessage> messages, ChatOptions chat) {
    requireNoSpelledTokens(messages);
    RenderedChat rendered = AssistantParts.of(template, messages, chat);
    EncodedChat encoded = cut(tokenizer.tokenizeAlone(rendered.text()), rendered.assistantSpans());
    require(
        encoded.assistantTokens() > 0,
        "a chat to be trained on must keep a token that the assistant wrote, but has none%s; leave"
            + " the chat out%s",
        encoded.truncated() ? " after cutting" : "",
        encoded.truncated() ? ", raise the greatest length or cut the other side" : "");
    return encoded;
  }

  /**
   * A chat to which the model is to write; no token counts as the assistant's.
   *
   * @param chat with the generation prompt, or with the last message left open
   */
  public EncodedChat encodePrompt(List<ChatMessage> messages, ChatOptions chat) {
    return cut(tokenizer.tokenizeAlone(text(messages, chat)), List.of());
  }

  /** A chat as the template writes it, if its messages spell no token that they must not. */
  String text(List<ChatMessage> messages, ChatOptions chat) {
    requireNoSpelledTokens(messages);
    return template.text(messages, chat);
  }

  /** How many chats this encoder has truncated so far. */
  public long truncatedChats() {
    return truncated.get();
  }

  /** SHA-256 of template, tokenizer and settings: models of equal hash read a chat alike. */
  public String hash() {
    return ContentHash.of(
            String.join(
                "\u0000",
                "plumbline-chat-encoder-1",
                template.hash(),
                tokenizer.hash(),
                Integer.toString(options.maxLength()),
                options.truncation().name(),
                options.spelledTokens().name()))
        .hex();
  }

  private void requireNoSpelledTokens(List<ChatMessage> messages) {
    if (options.spelledTokens() == SpelledTokens.ALLOW) {
      return;
    }
    for (int i = 0; i < messages.size(); i++) {
      Optional<String> token = spelled(messages.get(i).fields());
      require(
          token.isEmpty(),
          "a message must not spell a special token, but message %d (%s) holds '%s', which the"
              + " model would read as the token itself; remove it, or allow spelled tokens",
          i + 1,
          messages.get(i).role(),
          token.orElse(""));
    }
  }

  private Optional<String> spelled(JsonNode node) {
    if (node.isTextual()) {
      return tokenizer.spelledSpecialToken(node.textValue());
    }
    for (JsonNode inside : node) {
      Optional<String> token = spelled(inside);
      if (token.isPresent()) {
        return token;
      }
    }
    return Optional.empty();
  }

  private EncodedChat cut(TokenizedText text, List<Span> assistantSpans) {
    int[] ids = text.ids();
    boolean[] assistant = AssistantParts.mask(text.spans(), assistantSpans);
    int most = options.maxLength();
    if (ids.length <= most) {
      return new EncodedChat(ids, assistant, false);
    }
    require(
        options.truncation() != Truncation.REFUSE,
        "a chat must have at most %d tokens, but has %d; shorten it, raise the greatest length, or"
            + " allow truncation",
        most,
        ids.length);
    truncated.incrementAndGet();
    if (options.truncation() == Truncation.CUT_END) {
      return new EncodedChat(Arrays.copyOf(ids, most), Arrays.copyOf(assistant, most), true);
    }
    int first = ids.length - most;
    int[] last = Arrays.copyOfRange(ids, first, ids.length);
    boolean[] lastAssistant = Arrays.copyOfRange(assistant, first, ids.length);
    if (tokenizer.bos().isPresent() && ids[0] == tokenizer.bos().getAsInt()) {
      last[0] = ids[0];
      lastAssistant[0] = assistant[0];
    }
    return new EncodedChat(last, lastAssistant, true);
  }
}
