package org.plumbline.lm.encoder;

import static org.plumbline.core.error.Require.require;

import org.jspecify.annotations.Nullable;
import org.plumbline.lm.layer.Activation;

/**
 * The shape of a DeBERTa of version 2 or 3.
 *
 * @param vocabularySize number of token ids
 * @param hiddenSize width of the residual stream
 * @param embeddingSize width of the table of words; where it is another, a linear map follows
 * @param intermediateSize width inside the feed-forward
 * @param layers number of blocks
 * @param heads attention heads
 * @param contextLength longest sequence, in tokens
 * @param types number of segment types; 0 if tokens have none
 * @param absolutePositions whether embeddings of positions are added to those of words
 * @param scaledTerms how many terms the scores of attention are scaled for
 * @param relative the relative positions; null if there are none
 * @param normEpsilon added to the variance in layer normalisation
 * @param activation the nonlinear function of the feed-forward
 */
public record DebertaV2Config(
    int vocabularySize,
    int hiddenSize,
    int embeddingSize,
    int intermediateSize,
    int layers,
    int heads,
    int contextLength,
    int types,
    boolean absolutePositions,
    int scaledTerms,
    @Nullable RelativePositions relative,
    double normEpsilon,
    Activation activation) {
  public DebertaV2Config {
    require(vocabularySize > 0, "vocab_size must be positive (got %d)", vocabularySize);
    require(embeddingSize > 0, "embedding_size must be positive (got %d)", embeddingSize);
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

  /** Factor of the scores of attention: 1 / sqrt(head size * terms). */
  double scale() {
    return 1 / Math.sqrt((double) hiddenSize / heads * scaledTerms);
  }
}
