package org.plumbline.lm.seq2seq;

import static org.plumbline.core.error.Require.require;

import org.plumbline.lm.layer.Activation;

/**
 * The shape of a BART, or of a Marian, which is built like one.
 *
 * @param vocabularySize number of token ids
 * @param width of the residual streams
 * @param encoder its encoder
 * @param decoder its decoder
 * @param contextLength longest text, in tokens
 * @param activation the nonlinear function of the feed-forward
 * @param scaledEmbedding whether embeddings are multiplied by the root of the width
 * @param positions where they come from
 * @param startId the id with which the decoder begins
 * @param fillId the id whose vector is not trained by being read; -1 for none
 */
public record BartConfig(
    int vocabularySize,
    int width,
    Stack encoder,
    Stack decoder,
    int contextLength,
    Activation activation,
    boolean scaledEmbedding,
    Positions positions,
    int startId,
    int fillId) {

  /** Blocks, heads, and the width inside the feed-forward. */
  public record Stack(int layers, int heads, int innerSize) {}

  /** Where positions come from. */
  public enum Positions {
    /** A table, whose first two rows nothing reads; a norm follows. */
    LEARNT,
    /** Sines in the first half, cosines in the second; no norm follows. */
    SINES
  }

  public BartConfig {
    require(vocabularySize > 0, "vocab_size must be positive (got %d)", vocabularySize);
    for (Stack stack : new Stack[] {encoder, decoder}) {
      require(stack.layers > 0, "encoder_layers and decoder_layers must be positive");
      require(
          stack.heads > 0 && width > 0 && width % stack.heads == 0,
          "d_model must be a multiple of the number of attention heads (got %d and %d)",
          width,
          stack.heads);
      require(stack.innerSize > 0, "the feed-forward's width must be positive");
    }
    require(contextLength > 0, "max_position_embeddings must be positive (got %d)", contextLength);
    require(
        startId >= 0 && startId < vocabularySize,
        "decoder_start_token_id must be below vocab_size (got %d)",
        startId);
  }
}
