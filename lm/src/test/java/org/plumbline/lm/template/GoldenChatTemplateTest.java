package org.plumbline.lm.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.testkit.GoldenFile;

/** Templates as published models have them, against what Hugging Face's environment writes. */
final class GoldenChatTemplateTest {
  /** What a case says besides the variables of its template. */
  private static final Set<String> KNOWN =
      Set.of(
          "conversation",
          "add_generation_prompt",
          "continue_final_message",
          "tools",
          "expected",
          "raises",
          "message",
          "assistant_spans");

  private final JsonNode golden = GoldenFile.json(getClass(), "chat-templates.json");

  @TestFactory
  List<DynamicNode> everyTemplateWritesWhatTheReferenceWrites() {
    List<DynamicNode> templates = new ArrayList<>();
    golden
        .path("templates")
        .properties()
        .forEach(
            entry ->
                templates.add(
                    DynamicContainer.dynamicContainer(entry.getKey(), cases(entry.getValue()))));
    assertFalse(templates.isEmpty());
    return templates;
  }

  private List<DynamicTest> cases(JsonNode template) {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode wanted : template.path("cases")) {
      ObjectNode name = wanted.deepCopy();
      name.remove(List.of("expected", "message", "assistant_spans"));
      tests.add(DynamicTest.dynamicTest(name.toString(), () -> check(template, wanted)));
    }
    assertFalse(tests.isEmpty());
    return tests;
  }

  private void check(JsonNode file, JsonNode wanted) {
    List<ChatMessage> messages =
        StreamSupport.stream(
                golden
                    .path("conversations")
                    .path(wanted.path("conversation").asText())
                    .spliterator(),
                false)
            .map(message -> new ChatMessage((ObjectNode) message))
            .toList();
    if (wanted.has("raises")) {
      InvalidInputException thrown =
          assertThrows(
              InvalidInputException.class, () -> template(file).text(messages, options(wanted)));
      TemplateError cause = assertInstanceOf(TemplateError.class, thrown.getCause());
      assertEquals(wanted.path("message").asText(), cause.message());
      assertEquals(wanted.path("raises").asText(), cause.kind().pythonName());
      return;
    }
    RenderedChat chat = template(file).render(messages, options(wanted));
    assertEquals(wanted.path("expected").asText(), chat.text());
    if (wanted.has("assistant_spans")) {
      assertEquals(wanted.path("assistant_spans").toString(), codePoints(chat));
    }
  }

  private static ChatTemplate template(JsonNode file) {
    return ChatTemplate.of(
        file.path("template").asText(),
        Map.of(
            "bos_token", file.path("bos_token").asText(),
            "eos_token", file.path("eos_token").asText()));
  }

  private ChatOptions options(JsonNode wanted) {
    ObjectNode variables = wanted.deepCopy();
    variables.remove(KNOWN);
    ChatOptions options =
        ChatOptions.WHOLE
            .withGenerationPrompt(wanted.path("add_generation_prompt").asBoolean())
            .withContinueFinalMessage(wanted.path("continue_final_message").asBoolean())
            .withVariables(variables);
    return wanted.path("tools").asBoolean()
        ? options.withTools((ArrayNode) golden.path("tools"))
        : options;
  }

  private static String codePoints(RenderedChat chat) {
    return chat.assistantSpans().stream()
        .map(
            span ->
                List.of(
                        chat.text().codePointCount(0, span.start()),
                        chat.text().codePointCount(0, span.end()))
                    .toString()
                    .replace(" ", ""))
        .toList()
        .toString()
        .replace(" ", "");
  }
}
