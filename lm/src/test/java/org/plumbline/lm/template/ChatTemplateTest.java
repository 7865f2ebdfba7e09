package org.plumbline.lm.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.text.BpeOptions;
import org.plumbline.lm.text.BpeTrainer;
import org.plumbline.lm.text.TokenizedText.Span;
import org.plumbline.lm.text.Tokenizer;

final class ChatTemplateTest {
  private static final List<ChatMessage> CHAT =
      List.of(ChatMessage.of("user", "Hi"), ChatMessage.of("assistant", " Yo "));

  @Test
  void aRefusalIsToldInTheTemplatesWords() {
    ChatTemplate template = ChatTemplate.of("\n{{ raise_exception('No, ' ~ 3) }}", Map.of());
    var e = assertThrows(InvalidInputException.class, () -> template.text(CHAT, ChatOptions.WHOLE));
    assertEquals("the chat template refuses these messages (line 2): No, 3", e.getMessage());
  }

  @Test
  void aFaultInTheTemplateIsToldWithItsLineBeforeAnyWork() {
    var e =
        assertThrows(
            InvalidInputException.class, () -> ChatTemplate.of("a\nb {% fro %}", Map.of()));
    assertTrue(e.getMessage().contains("line 2"), e.getMessage());
    assertTrue(e.getMessage().contains("'for'"), e.getMessage());
  }

  @Test
  void textThatLooksLikeATemplateStaysText() {
    ChatTemplate template = ChatTemplate.of("{{ messages[0].content }}", Map.of());
    String content = "{{ 7 * 7 }}{% if %}{# x #}";
    List<ChatMessage> chat = List.of(ChatMessage.of("user", content));
    assertEquals(content, template.text(chat, ChatOptions.WHOLE));
  }

  @Test
  void anAssistantsPartsAreCountedAsSubstringCounts() {
    ChatTemplate template =
        ChatTemplate.of(
            "{% for m in messages %}{% if m.role == 'assistant' %}{% generation %}{{ m.content }}"
                + "{% endgeneration %}{% else %}\uD83D\uDE00{% endif %}{% endfor %}",
            Map.of());
    RenderedChat chat = template.render(CHAT, ChatOptions.WHOLE);
    assertEquals(List.of(new Span(2, 6)), chat.assistantSpans());
    assertTrue(template.marksAssistant(ChatOptions.WHOLE));
  }

  @Test
  void anAssistantsPartInsideAMacroIsRefusedAndItsTextIsNot() {
    ChatTemplate template =
        ChatTemplate.of(
            "{% macro m(x) %}<{% generation %}{{ x }}{% endgeneration %}>{% endmacro %}{{ m(1) }}",
            Map.of());
    assertEquals("<1>", template.text(CHAT, ChatOptions.WHOLE));
    assertThrows(InvalidInputException.class, () -> template.render(CHAT, ChatOptions.WHOLE));
  }

  @Test
  void aMessageToBeContinuedEndsTheText() {
    ChatOptions open = ChatOptions.WHOLE.withContinueFinalMessage(true);
    ChatTemplate keeps = ChatTemplate.of("{{ messages[-1].content }}<end>", Map.of());
    assertEquals(" Yo ", keeps.text(CHAT, open));
    ChatTemplate strips = ChatTemplate.of("a {{ messages[-1].content | trim }} <end>", Map.of());
    assertEquals("a Yo", strips.text(CHAT, open));
    ChatTemplate loses = ChatTemplate.of("{{ messages[0].content }}", Map.of());
    assertThrows(InvalidInputException.class, () -> loses.text(CHAT, open));
    assertThrows(
        InvalidInputException.class, () -> keeps.text(CHAT, open.withGenerationPrompt(true)));
    assertThrows(InvalidInputException.class, () -> keeps.text(List.of(), open));
    assertEquals(" Yo ", CHAT.get(1).fields().path("content").asText());
  }

  @Test
  void theDateIsThatOfTheClock() {
    assertEquals(
        "04 Jul 2024|2024-07-04 15:06:07|Thursday 4 PM 03|186",
        Templates.render(
            "{{ strftime_now('%d %b %Y') }}|{{ strftime_now('%F %T') }}|"
                + "{{ strftime_now('%A %-d %p %I') }}|{{ strftime_now('%j') }}"));
  }

  @Test
  void aFolderSaysItsTemplateInOneOfThreeWays(@TempDir Path folder) throws IOException {
    assertFalse(ChatTemplate.read(folder).isPresent());
    ObjectNode config = new JsonMapper().createObjectNode().put("bos_token", "<s>");
    config.putObject("eos_token").put("content", "</s>");
    config.putNull("pad_token");
    config.put("chat_template", "{{ bos_token ~ 'one' ~ eos_token ~ pad_token }}");
    write(folder, config);
    assertEquals("<s>one</s>", text(folder, ChatOptions.WHOLE));
    ArrayNode several = config.putArray("chat_template");
    several.addObject().put("name", "default").put("template", "plain");
    several.addObject().put("name", "tool_use").put("template", "{{ tools|length }} tools");
    write(folder, config);
    ArrayNode tools = new JsonMapper().createArrayNode().add("t");
    assertEquals("plain", text(folder, ChatOptions.WHOLE));
    assertEquals("1 tools", text(folder, ChatOptions.WHOLE.withTools(tools)));
    Files.writeString(folder.resolve("chat_template.jinja"), "{{ eos_token }}!");
    assertEquals("</s>!", text(folder, ChatOptions.WHOLE));
    Files.writeString(folder.resolve("tokenizer_config.json"), "{");
    assertThrows(InvalidInputException.class, () -> ChatTemplate.read(folder));
  }

  @Test
  void aSavedTokenizerKeepsTheTemplate(@TempDir Path folder) throws IOException {
    Path saved = Files.createDirectory(folder.resolve("saved"));
    BpeTrainer.train(Stream.of("a"), new BpeOptions(258, 1)).writeTo(folder);
    Files.writeString(folder.resolve("special_tokens_map.json"), "{\"pad_token\": \"<pad>\"}");
    Files.writeString(folder.resolve("chat_template.jinja"), "{{ bos_token ~ pad_token }}!");
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      tokenizer.save(saved);
    }
    assertEquals("<s><pad>!", text(saved, ChatOptions.WHOLE));
    assertEquals(text(folder, ChatOptions.WHOLE), text(saved, ChatOptions.WHOLE));
  }

  @Test
  void aMessageMustHaveARole() {
    ObjectNode fields = new JsonMapper().createObjectNode().put("content", "x");
    assertThrows(InvalidInputException.class, () -> new ChatMessage(fields));
  }

  private static void write(Path folder, ObjectNode config) throws IOException {
    Files.writeString(folder.resolve("tokenizer_config.json"), config.toString());
  }

  private static String text(Path folder, ChatOptions options) {
    return ChatTemplate.read(folder).orElseThrow().text(CHAT, options);
  }
}
