package org.plumbline.core.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * A conversation: whose assistant is worth imitating, or whose next turn is to be written.
 *
 * @param messages in their order, each with {@code role} and what else a model's template reads,
 *     {@code content} above all
 * @param tools JSON schemas of functions that the assistant could call
 */
public record Chat(List<ObjectNode> messages, Optional<ArrayNode> tools)
    implements Example, Opening {
  public Chat {
    messages = List.copyOf(messages);
  }
}
