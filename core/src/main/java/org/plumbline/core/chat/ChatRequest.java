package org.plumbline.core.chat;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * What is asked.
 *
 * @param turns the conversation so far; the answer is the next turn
 * @param sampling how it is drawn
 * @param schema JSON schema that the answer keeps, where the engine can see to it
 */
public record ChatRequest(
    List<ChatTurn> turns, ChatSampling sampling, Optional<ObjectNode> schema) {
  public ChatRequest {
    turns = List.copyOf(turns);
    require(!turns.isEmpty(), "a request must have a turn to answer (got none)");
  }

  /** Without a schema. */
  public ChatRequest(List<ChatTurn> turns, ChatSampling sampling) {
    this(turns, sampling, Optional.empty());
  }

  /** The same with this sampling. */
  public ChatRequest withSampling(ChatSampling other) {
    return new ChatRequest(turns, other, schema);
  }

  /** The same, and the answer shall keep this JSON schema. */
  public ChatRequest withSchema(ObjectNode other) {
    return new ChatRequest(turns, sampling, Optional.of(other));
  }
}
