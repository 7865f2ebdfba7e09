package org.plumbline.distill.llm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.chat.ChatTurn;
import org.plumbline.core.run.ContentHash;

/**
 * A question in one form: who is asked, the turns, how it is drawn, and the schema, byte by byte.
 *
 * <p>Keys and addresses are no part of it. A schema's properties stay in their order, because an
 * engine that keeps a schema writes them in that order.
 *
 * @param json UTF-8 text of that form
 * @param hash its SHA-256, 64 hexadecimal digits
 */
public record CanonicalRequest(String json, String hash) {

  /** The form of a question to a model of this name. */
  public static CanonicalRequest of(String model, ChatRequest request) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("model", model);
    ArrayNode turns = json.putArray("turns");
    for (ChatTurn turn : request.turns()) {
      turns.addArray().add(turn.role()).add(turn.content());
    }
    ChatSampling sampling = request.sampling();
    json.put("temperature", sampling.temperature());
    json.put("top_p", sampling.topP());
    json.put("max_tokens", sampling.maxTokens());
    ArrayNode stop = json.putArray("stop");
    sampling.stop().forEach(stop::add);
    sampling.seed().ifPresent(seed -> json.put("seed", seed));
    request.schema().ifPresent(schema -> json.set("schema", schema));
    String text = json.toString();
    return new CanonicalRequest(text, ContentHash.of(text).hex());
  }

  /** What one of several answers is kept under: the hash and the number of the sample. */
  public String key(int sample) {
    return hash + "/" + sample;
  }
}
