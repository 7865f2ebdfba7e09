package org.plumbline.lm.template;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * One turn of a chat.
 *
 * @param fields {@code role} and whatever else the template reads: {@code content}, {@code
 *     tool_calls}, {@code name}
 */
public record ChatMessage(ObjectNode fields) {
  /** The role whose text a model is trained to write. */
  public static final String ASSISTANT = "assistant";

  public ChatMessage {
    require(
        fields.path("role").isTextual(),
        "a message must have a text 'role', as \"user\" or \"assistant\", but has the fields %s",
        fields.properties().stream().map(Map.Entry::getKey).toList());
  }

  /** A message of plain text. */
  public static ChatMessage of(String role, String content) {
    return new ChatMessage(
        JsonNodeFactory.instance.objectNode().put("role", role).put("content", content));
  }

  /** Who speaks. */
  public String role() {
    return fields.path("role").asText();
  }
}
