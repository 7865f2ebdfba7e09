package org.plumbline.lm.encoder;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.plumbline.core.error.InvalidInputException;

/**
 * The shape of a BERT model, as its {@code config.json} states it.
 *
 * @param vocabularySize number of token ids
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width inside the feed-forward
 * @param layers number of blocks
 * @param heads attention heads
 * @param contextLength longest sequence, in tokens
 * @param types number of segment types
 * @param normEpsilon added to the variance in layer normalisation
 */
public record BertConfig(
    int vocabularySize,
    int hiddenSize,
    int intermediateSize,
    int layers,
    int heads,
    int contextLength,
    int types,
    double normEpsilon) {

  public BertConfig {
    require(vocabularySize > 0, "vocab_size must be positive (got %d)", vocabularySize);
    require(intermediateSize > 0, "intermediate_size must be positive (got %d)", intermediateSize);
    require(layers > 0, "num_hidden_layers must be positive (got %d)", layers);
    require(
        heads > 0 && hiddenSize > 0 && hiddenSize % heads == 0,
        "hidden_size must be a multiple of num_attention_heads (got %d and %d)",
        hiddenSize,
        heads);
    require(contextLength > 0, "max_position_embeddings must be positive (got %d)", contextLength);
    require(types > 0, "type_vocab_size must be positive (got %d)", types);
    require(normEpsilon > 0, "layer_norm_eps must be positive (got %s)", normEpsilon);
  }

  /** Width of one attention head. */
  public int headSize() {
    return hiddenSize / heads;
  }

  /**
   * Reads a {@code config.json}; what this implementation would compute wrongly is refused, with
   * the key.
   */
  public static BertConfig of(JsonNode json) {
    only(json, "hidden_act", "gelu");
    only(json, "position_embedding_type", "absolute");
    only(json, "is_decoder", "false");
    return new BertConfig(
        integer(json, "vocab_size"),
        integer(json, "hidden_size"),
        integer(json, "intermediate_size"),
        integer(json, "num_hidden_layers"),
        integer(json, "num_attention_heads"),
        integer(json, "max_position_embeddings"),
        json.path("type_vocab_size").asInt(2),
        json.path("layer_norm_eps").asDouble(1e-12));
  }

  /** The keys that Hugging Face's {@code BertModel} reads. */
  ObjectNode toJson() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.putArray("architectures").add("BertModel");
    json.put("model_type", "bert");
    json.put("vocab_size", vocabularySize);
    json.put("hidden_size", hiddenSize);
    json.put("intermediate_size", intermediateSize);
    json.put("num_hidden_layers", layers);
    json.put("num_attention_heads", heads);
    json.put("max_position_embeddings", contextLength);
    json.put("type_vocab_size", types);
    json.put("layer_norm_eps", normEpsilon);
    json.put("hidden_act", "gelu");
    json.put("position_embedding_type", "absolute");
    json.put("torch_dtype", "float32");
    return json;
  }

  private static int integer(JsonNode json, String key) {
    JsonNode value = json.get(key);
    if (value == null || !value.isInt()) {
      throw new InvalidInputException(
          "config.json must give a whole number for '%s' (got %s)".formatted(key, value));
    }
    return value.asInt();
  }

  private static void only(JsonNode json, String key, String supported) {
    String given = json.path(key).asText(supported);
    require(
        given.equals(supported),
        "config.json has %s = %s, which is not supported for BERT; only %s is",
        key,
        given,
        supported);
  }
}
