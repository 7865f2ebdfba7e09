package org.plumbline.lm.encoder;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.plumbline.lm.layer.Activation;

/**
 * The shape of a BERT, or of a model that is built like one.
 *
 * @param vocabularySize number of token ids
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width inside the feed-forward
 * @param layers number of blocks
 * @param heads attention heads
 * @param contextLength longest sequence, in tokens
 * @param types number of segment types; 0 if tokens have none
 * @param normEpsilon added to the variance in layer normalisation
 * @param activation the nonlinear function of the feed-forward
 * @param fillId positions count, from this id + 1 on, the tokens that differ from it (RoBERTa); -1
 *     if they count all tokens from 0 on
 */
public record BertConfig(
    int vocabularySize,
    int hiddenSize,
    int intermediateSize,
    int layers,
    int heads,
    int contextLength,
    int types,
    double normEpsilon,
    Activation activation,
    int fillId) {

  /** A BERT with the error function's GELU. */
  public BertConfig(
      int vocabularySize,
      int hiddenSize,
      int intermediateSize,
      int layers,
      int heads,
      int contextLength,
      int types,
      double normEpsilon) {
    this(
        vocabularySize,
        hiddenSize,
        intermediateSize,
        layers,
        heads,
        contextLength,
        types,
        normEpsilon,
        Activation.GELU,
        -1);
  }

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
    require(types >= 0, "type_vocab_size must not be negative (got %d)", types);
    require(normEpsilon > 0, "layer_norm_eps must be positive (got %s)", normEpsilon);
  }

  /** Rows of the table of positions. */
  int positions() {
    return contextLength + fillId + 1;
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
}
