package org.plumbline.lm.model;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.plumbline.core.error.InvalidInputException;

/**
 * The shape of a Llama model, as its {@code config.json} states it.
 *
 * @param vocabularySize number of token ids
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width inside the feed-forward
 * @param layers number of blocks
 * @param heads query heads
 * @param keyValueHeads key and value heads; query heads share them in groups
 * @param headSize width of one head
 * @param contextLength longest sequence, in tokens
 * @param ropeTheta base of the rotary frequencies
 * @param normEpsilon added under the root of RMSNorm
 * @param tiedHead whether the output projection is the embedding table
 * @param beginId the id that begins a text
 * @param endId the id that ends one
 */
public record LlamaConfig(
    int vocabularySize,
    int hiddenSize,
    int intermediateSize,
    int layers,
    int heads,
    int keyValueHeads,
    int headSize,
    int contextLength,
    double ropeTheta,
    double normEpsilon,
    boolean tiedHead,
    int beginId,
    int endId) {

  public LlamaConfig {
    require(vocabularySize > 0, "vocab_size must be positive (got %d)", vocabularySize);
    require(hiddenSize > 0, "hidden_size must be positive (got %d)", hiddenSize);
    require(intermediateSize > 0, "intermediate_size must be positive (got %d)", intermediateSize);
    require(layers > 0, "num_hidden_layers must be positive (got %d)", layers);
    require(heads > 0, "num_attention_heads must be positive (got %d)", heads);
    require(
        keyValueHeads > 0 && heads % keyValueHeads == 0,
        "num_attention_heads must be a multiple of num_key_value_heads (got %d and %d)",
        heads,
        keyValueHeads);
    require(
        headSize > 0 && headSize % 2 == 0,
        "head_dim must be positive and even for rotary positions (got %d)",
        headSize);
    require(
        contextLength > 1, "max_position_embeddings must be at least 2 (got %d)", contextLength);
    require(
        beginId >= 0 && beginId < vocabularySize,
        "bos_token_id must be below vocab_size (got %d)",
        beginId);
    require(
        endId >= 0 && endId < vocabularySize,
        "eos_token_id must be below vocab_size (got %d)",
        endId);
  }

  /**
   * Reads a {@code config.json}; what this implementation would compute wrongly is refused, with
   * the key.
   */
  public static LlamaConfig of(JsonNode json) {
    refuse(json, "attention_bias", "false");
    refuse(json, "mlp_bias", "false");
    JsonNode scaling = json.path("rope_scaling");
    if (scaling.isObject()
        && !scaling
            .path("rope_type")
            .asText(scaling.path("type").asText("default"))
            .equals("default")) {
      throw new InvalidInputException(
          "config.json asks for rope_scaling %s, which is not supported; use a model without it"
              .formatted(scaling));
    }
    String activation = json.path("hidden_act").asText("silu");
    require(
        activation.equals("silu"),
        "hidden_act must be 'silu' for a Llama model (got '%s')",
        activation);
    int hidden = integer(json, "hidden_size");
    int heads = integer(json, "num_attention_heads");
    double theta =
        json.path("rope_theta")
            .asDouble(json.path("rope_parameters").path("rope_theta").asDouble(10_000));
    return new LlamaConfig(
        integer(json, "vocab_size"),
        hidden,
        integer(json, "intermediate_size"),
        integer(json, "num_hidden_layers"),
        heads,
        json.path("num_key_value_heads").asInt(heads),
        json.path("head_dim").isInt() ? json.get("head_dim").asInt() : hidden / heads,
        json.path("max_position_embeddings").asInt(2048),
        theta,
        json.path("rms_norm_eps").asDouble(1e-6),
        json.path("tie_word_embeddings").asBoolean(false),
        id(json.path("bos_token_id"), 1),
        id(json.path("eos_token_id"), 2));
  }

  /** The keys that Hugging Face's {@code LlamaForCausalLM} reads. */
  ObjectNode toJson() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.putArray("architectures").add("LlamaForCausalLM");
    json.put("model_type", "llama");
    json.put("vocab_size", vocabularySize);
    json.put("hidden_size", hiddenSize);
    json.put("intermediate_size", intermediateSize);
    json.put("num_hidden_layers", layers);
    json.put("num_attention_heads", heads);
    json.put("num_key_value_heads", keyValueHeads);
    json.put("head_dim", headSize);
    json.put("max_position_embeddings", contextLength);
    json.put("rope_theta", ropeTheta);
    json.put("rms_norm_eps", normEpsilon);
    json.put("hidden_act", "silu");
    json.put("attention_bias", false);
    json.put("mlp_bias", false);
    json.put("tie_word_embeddings", tiedHead);
    json.put("bos_token_id", beginId);
    json.put("eos_token_id", endId);
    json.put("initializer_range", 0.02);
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

  private static int id(JsonNode value, int otherwise) {
    return value.isArray() && !value.isEmpty() ? value.get(0).asInt() : value.asInt(otherwise);
  }

  private static void refuse(JsonNode json, String key, String supported) {
    String given = json.path(key).asText(supported);
    require(
        given.equals(supported),
        "config.json has %s = %s, which is not supported here; only %s is",
        key,
        given,
        supported);
  }
}
