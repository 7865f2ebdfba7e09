package org.plumbline.lm.template;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.plumbline.core.error.InvalidInputException;

/**
 * A last message that is to be continued: what a template writes behind it is cut off, and what it
 * strips from its end stays stripped.
 */
final class OpenMessage {
  private OpenMessage() {}

  /** Puts the mark behind the text of the last message, in a copy. */
  static void openLast(List<JsonNode> messages, String mark) {
    require(
        !messages.isEmpty(),
        "a chat must have a last message to be continued, but has none; give one or add a"
            + " generation prompt instead");
    ObjectNode last = messages.get(messages.size() - 1).deepCopy();
    JsonNode content = last.path("content");
    if (content.isTextual()) {
      last.put("content", content.textValue() + mark);
    } else {
      ObjectNode part = lastText(content);
      part.put("text", part.path("text").asText() + mark);
    }
    messages.set(messages.size() - 1, last);
  }

  private static ObjectNode lastText(JsonNode content) {
    for (int i = content.size() - 1; i >= 0; i--) {
      if (content.get(i) instanceof ObjectNode part && part.path("text").isTextual()) {
        return part;
      }
    }
    throw new InvalidInputException(
        "the last message must have a text to be continued, but has none; add a generation prompt"
            + " instead");
  }

  /** The text up to the mark. */
  static String cut(String text, String mark) {
    int place = text.lastIndexOf(mark.strip());
    require(
        place >= 0,
        "the last message must appear in the text to be continued, but the chat template leaves"
            + " it out or changes it; add a generation prompt instead");
    String before = text.substring(0, place);
    return text.startsWith(mark, place) ? before : Text.strip(before, Text::isSpace, false, true);
  }
}
