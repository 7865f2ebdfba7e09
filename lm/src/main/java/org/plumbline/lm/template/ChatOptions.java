package org.plumbline.lm.template;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What a template is told besides the messages.
 *
 * @param addGenerationPrompt whether the text ends where the assistant's next turn begins
 * @param continueFinalMessage whether the text ends inside the last message, which is to be
 *     continued
 * @param tools JSON schemas of functions that the model may call
 * @param variables further variables of this template, as {@code enable_thinking}
 */
public record ChatOptions(
    boolean addGenerationPrompt,
    boolean continueFinalMessage,
    Optional<ArrayNode> tools,
    ObjectNode variables) {

  /** Whole chats, as a model is trained on them. */
  public static final ChatOptions WHOLE =
      new ChatOptions(false, false, Optional.empty(), JsonNodeFactory.instance.objectNode());

  /** A chat to which the model is to write the next turn. */
  public static final ChatOptions PROMPT = WHOLE.withGenerationPrompt(true);

  /** The same with or without the beginning of the assistant's next turn. */
  public ChatOptions withGenerationPrompt(boolean added) {
    return new ChatOptions(added, continueFinalMessage, tools, variables);
  }

  /** The same, with the last message left open or not. */
  public ChatOptions withContinueFinalMessage(boolean open) {
    return new ChatOptions(addGenerationPrompt, open, tools, variables);
  }

  /** The same with these tools. */
  public ChatOptions withTools(ArrayNode schemas) {
    return new ChatOptions(
        addGenerationPrompt, continueFinalMessage, Optional.of(schemas), variables);
  }

  /** The same with these further variables. */
  public ChatOptions withVariables(ObjectNode further) {
    return new ChatOptions(addGenerationPrompt, continueFinalMessage, tools, further);
  }
}
