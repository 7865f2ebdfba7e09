package org.plumbline.lm.encoder;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import org.plumbline.lm.layer.Activation;
import org.plumbline.lm.layer.Rotary;

/**
 * The shape of a ModernBERT.
 *
 * @param vocabularySize number of token ids
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width inside the feed-forward
 * @param heads attention heads
 * @param contextLength longest sequence, in tokens
 * @param slides for each block whether its positions see only those near them
 * @param reach how many places such a position sees to either side
 * @param full rotary positions of the other blocks
 * @param near rotary positions of sliding blocks
 * @param activation the nonlinear function of the feed-forward
 * @param normEpsilon added to the variance in layer normalisation
 * @param normBias whether norms have a bias
 * @param attentionBias whether the maps of attention have one
 * @param feedForwardBias whether those of the feed-forward have one
 */
public record ModernBertConfig(
    int vocabularySize,
    int hiddenSize,
    int intermediateSize,
    int heads,
    int contextLength,
    List<Boolean> slides,
    int reach,
    Rotary full,
    Rotary near,
    Activation activation,
    double normEpsilon,
    boolean normBias,
    boolean attentionBias,
    boolean feedForwardBias) {
  public ModernBertConfig {
    require(vocabularySize > 0, "vocab_size must be positive (got %d)", vocabularySize);
    require(intermediateSize > 0, "intermediate_size must be positive (got %d)", intermediateSize);
    require(!slides.isEmpty(), "num_hidden_layers must be positive (got 0)");
    require(
        heads > 0 && hiddenSize > 0 && hiddenSize % heads == 0,
        "hidden_size must be a multiple of num_attention_heads (got %d and %d)",
        hiddenSize,
        heads);
    require(contextLength > 0, "max_position_embeddings must be positive (got %d)", contextLength);
    require(reach >= 0, "local_attention must not be negative (half of it is %d)", reach);
    require(normEpsilon > 0, "norm_eps must be positive (got %s)", normEpsilon);
    slides = List.copyOf(slides);
  }
}
