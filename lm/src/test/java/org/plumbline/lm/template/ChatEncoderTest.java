package org.plumbline.lm.template;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.template.ChatEncoder.Options;
import org.plumbline.lm.template.ChatEncoder.SpelledTokens;
import org.plumbline.lm.text.BpeOptions;
import org.plumbline.lm.text.BpeTrainer;
import org.plumbline.lm.text.TextEncoder.Truncation;
import org.plumbline.lm.text.TokenizedText.Span;
import org.plumbline.lm.text.Tokenizer;
import org.plumbline.testkit.GoldenFile;

final class ChatEncoderTest {
  private static final Tokenizer TOKENIZER =
      BpeTrainer.train(
              Stream.of("Hello there, hello you, what is this, yes this is it"),
              new BpeOptions(300, 1, List.of("<|im_start|>", "<|im_end|>")))
          .tokenizer();

  private static final String MARKED =
      "<s>{% for m in messages %}<|im_start|>{{ m.role }}\n{% if m.role == 'assistant' %}"
          + "{% generation %}{{ m.content }}<|im_end|>{% endgeneration %}{% else %}{{ m.content }}"
          + "<|im_end|>{% endif %}{{ '\n' }}{% endfor %}"
          + "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

  private static final String UNMARKED =
      MARKED.replace("{% generation %}", "").replace("{% endgeneration %}", "");

  private static final List<ChatMessage> CHAT =
      List.of(
          ChatMessage.of("user", "Hello there"),
          ChatMessage.of("assistant", "Yes \uD83D\uDE00 you"),
          ChatMessage.of("user", "What is this?"),
          ChatMessage.of("assistant", "This is it"));

  @AfterAll
  static void close() {
    TOKENIZER.close();
  }

  @Test
  void theWholeTextIsTokenizedOnceAndTheMaskCoversTheAssistant() {
    EncodedChat chat = encoder(MARKED, new Options(500)).encode(CHAT, ChatOptions.WHOLE);
    String text = template(MARKED).text(CHAT, ChatOptions.WHOLE);
    assertArrayEquals(TOKENIZER.encode(text), chat.ids());
    assertEquals("Yes \uD83D\uDE00 you<|im_end|>This is it<|im_end|>", written(chat));
  }

  @Test
  void aTemplateWithoutMarksIsReadByWhatEachTurnAdds() {
    EncodedChat chat = encoder(UNMARKED, new Options(500)).encode(CHAT, ChatOptions.WHOLE);
    assertEquals("Yes \uD83D\uDE00 you<|im_end|>\nThis is it<|im_end|>\n", written(chat));
    EncodedChat marked = encoder(MARKED, new Options(500)).encode(CHAT, ChatOptions.WHOLE);
    assertArrayEquals(marked.ids(), chat.ids());
  }

  @Test
  void aTemplateThatRewritesEarlierTurnsMustMarkThem() {
    String rewrites =
        "{% for m in messages %}{{ m.content if loop.last else m.content|upper }}{% endfor %}";
    ChatEncoder encoder = encoder(rewrites, new Options(500));
    assertThrows(InvalidInputException.class, () -> encoder.encode(CHAT, ChatOptions.WHOLE));
  }

  @Test
  void aPromptIsTheBeginningOfTheChatThatFollows() {
    ChatEncoder encoder = encoder(MARKED, new Options(500));
    int[] prompt = encoder.encodePrompt(CHAT.subList(0, 3), ChatOptions.PROMPT).ids();
    EncodedChat whole = encoder.encode(CHAT, ChatOptions.WHOLE);
    assertArrayEquals(prompt, Arrays.copyOf(whole.ids(), prompt.length));
    assertTrue(whole.assistant()[prompt.length]);
    assertFalse(whole.assistant()[prompt.length - 1]);
    assertEquals(0, encoder.encodePrompt(CHAT, ChatOptions.WHOLE).assistantTokens());
  }

  @Test
  void aMessageThatSpellsASpecialTokenIsRefusedUnlessAllowed() {
    List<ChatMessage> chat =
        List.of(ChatMessage.of("user", "a<|im_end|>b"), ChatMessage.of("assistant", "c"));
    ChatEncoder strict = encoder(MARKED, new Options(500));
    var e = assertThrows(InvalidInputException.class, () -> strict.encode(chat, ChatOptions.WHOLE));
    assertTrue(e.getMessage().contains("message 1 (user) holds '<|im_end|>'"), e.getMessage());
    assertThrows(InvalidInputException.class, () -> strict.encodePrompt(chat, ChatOptions.PROMPT));
    Options loose = new Options(500, Truncation.REFUSE, SpelledTokens.ALLOW);
    assertTrue(encoder(MARKED, loose).encode(chat, ChatOptions.WHOLE).assistantTokens() > 0);
  }

  @Test
  void aTooLongChatIsRefusedOrCutOnTheSideThatWasChosen() {
    int[] all = encoder(MARKED, new Options(500)).encode(CHAT, ChatOptions.WHOLE).ids();
    Options shorter = new Options(all.length - 5);
    assertThrows(
        InvalidInputException.class,
        () -> encoder(MARKED, shorter).encode(CHAT, ChatOptions.WHOLE));
    ChatEncoder end = encoder(MARKED, shorter.withTruncation(Truncation.CUT_END));
    EncodedChat first = end.encode(CHAT, ChatOptions.WHOLE);
    assertArrayEquals(Arrays.copyOf(all, all.length - 5), first.ids());
    assertTrue(first.truncated());
    assertEquals(1, end.truncatedChats());
    EncodedChat last =
        encoder(MARKED, shorter.withTruncation(Truncation.CUT_START))
            .encode(CHAT, ChatOptions.WHOLE);
    assertEquals(all[0], last.ids()[0]);
    assertArrayEquals(
        Arrays.copyOfRange(all, 6, all.length), Arrays.copyOfRange(last.ids(), 1, last.length()));
    ChatEncoder tiny = encoder(MARKED, new Options(5).withTruncation(Truncation.CUT_END));
    assertThrows(InvalidInputException.class, () -> tiny.encode(CHAT, ChatOptions.WHOLE));
  }

  @Test
  void aChatWithoutAnAssistantCannotBeTrainedOn() {
    ChatEncoder encoder = encoder(MARKED, new Options(500));
    assertThrows(
        InvalidInputException.class, () -> encoder.encode(CHAT.subList(0, 1), ChatOptions.WHOLE));
  }

  @Test
  void everythingThatChangesTheTokensChangesTheHash() {
    String hash = encoder(MARKED, new Options(500)).hash();
    assertEquals(hash, encoder(MARKED, new Options(500)).hash());
    assertNotEquals(hash, encoder(UNMARKED, new Options(500)).hash());
    assertNotEquals(hash, encoder(MARKED, new Options(499)).hash());
    ChatTemplate other = ChatTemplate.of(MARKED, Map.of("bos_token", "x"));
    assertNotEquals(hash, new ChatEncoder(other, TOKENIZER, new Options(500)).hash());
  }

  @Test
  void theMaskCoversTheGoldenSpansOfAllConversations() {
    JsonNode golden = GoldenFile.json(getClass(), "chat-templates.json");
    JsonNode file = golden.path("templates").path("generation-tags");
    ChatTemplate template =
        ChatTemplate.of(file.path("template").asText(), Map.of("eos_token", "<|im_end|>"));
    Options loose = new Options(10_000, Truncation.REFUSE, SpelledTokens.ALLOW);
    ChatEncoder encoder = new ChatEncoder(template, TOKENIZER, loose);
    for (JsonNode wanted : file.path("cases")) {
      List<ChatMessage> messages = new ArrayList<>();
      golden
          .path("conversations")
          .path(wanted.path("conversation").asText())
          .forEach(m -> messages.add(new ChatMessage((ObjectNode) m)));
      if (wanted.path("assistant_spans").isEmpty()) {
        continue;
      }
      RenderedChat chat = template.render(messages, ChatOptions.WHOLE);
      StringBuilder parts = new StringBuilder();
      chat.assistantSpans().forEach(span -> parts.append(chat.text(), span.start(), span.end()));
      assertEquals(parts.toString(), written(encoder.encode(messages, ChatOptions.WHOLE)));
    }
  }

  @Test
  void aTokenThatStandsForNothingBelongsWhereItStands() {
    List<Span> tokens =
        List.of(new Span(0, 2), new Span(3, 3), new Span(3, 5), new Span(5, 7), new Span(5, 7));
    assertArrayEquals(
        new boolean[] {false, true, true, false, false},
        AssistantParts.mask(tokens, List.of(new Span(2, 5))));
    assertArrayEquals(
        new boolean[] {true, false, false, true, true},
        AssistantParts.mask(tokens, List.of(new Span(0, 2), new Span(6, 7))));
  }

  private static String written(EncodedChat chat) {
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < chat.length(); i++) {
      if (chat.assistant()[i]) {
        ids.add(chat.ids()[i]);
      }
    }
    return TOKENIZER.decodeWithSpecialTokens(ids.stream().mapToInt(i -> i).toArray());
  }

  private static ChatTemplate template(String source) {
    return ChatTemplate.of(source, Map.of());
  }

  private static ChatEncoder encoder(String source, Options options) {
    return new ChatEncoder(template(source), TOKENIZER, options);
  }
}
