package org.plumbline.lm.family;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The shape of a new Llama model.
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
}
