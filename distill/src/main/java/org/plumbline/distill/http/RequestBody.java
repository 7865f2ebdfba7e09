package org.plumbline.distill.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.chat.ChatTurn;

/** The JSON of a request; a field that is not wanted is not there, since servers refuse some. */
final class RequestBody {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private RequestBody() {}

  /**
   * The body.
   *
   * @param sample number of the first answer; moves the seed
   * @param count answers that are wanted
   * @param form how a schema is asked for
   * @param streamed whether the answer shall come piece by piece
   */
  static String of(
      Endpoint endpoint,
      ChatRequest request,
      int sample,
      int count,
      SchemaForm form,
      boolean streamed) {
    ChatSampling sampling = request.sampling();
    ObjectNode body = JSON.objectNode();
    body.put("model", endpoint.model());
    ArrayNode messages = body.putArray("messages");
    request.turns().forEach(turn -> message(messages, turn));
    body.put("temperature", sampling.temperature());
    if (sampling.topP() != 1) {
      body.put("top_p", sampling.topP());
    }
    body.put(endpoint.supports().tokenLimit().field(), sampling.maxTokens());
    if (!sampling.stop().isEmpty()) {
      sampling.stop().forEach(body.withArray("stop")::add);
    }
    if (sampling.seed().isPresent() && endpoint.supports().seed()) {
      body.put("seed", sampling.seed().getAsLong() + sample);
    }
    if (count > 1) {
      body.put("n", count);
    }
    request.schema().ifPresent(schema -> form.ask(schema, body, messages));
    if (streamed) {
      body.put("stream", true);
      body.putObject("stream_options").put("include_usage", true);
    }
    return body.toString();
  }

  private static void message(ArrayNode messages, ChatTurn turn) {
    messages.addObject().put("role", turn.role()).put("content", turn.content());
  }
}
