package org.plumbline.lm.seq2seq;

import static org.plumbline.core.error.Require.require;

import org.plumbline.lm.layer.Activation;

/**
 * The shape of a T5.
 *
 * @param vocabularySize number of token ids
 * @param width of the residual streams
 * @param headSize width of one head
 * @param innerSize width inside the feed-forward
 * @param encoderLayers blocks of the encoder
 * @param decoderLayers blocks of the decoder
 * @param heads attention heads
 * @param buckets numbers for distances
 * @param furthest distance from which on all share one
 * @param normEpsilon added under the root of the norms
 * @param gated whether the feed-forward is gated (T5 1.1)
 * @param activation its nonlinear function
 * @param tied whether the output projection is the embedding table
 * @param scaledOutput whether the decoder's output is divided by the root of its width
 * @param startId the id with which the decoder begins
 */
public record T5Config(
    int vocabularySize,
    int width,
    int headSize,
    int innerSize,
    int encoderLayers,
    int decoderLayers,
    int heads,
    int buckets,
    int furthest,
    double normEpsilon,
    boolean gated,
    Activation activation,
    boolean tied,
    boolean scaledOutput,
    int startId) {
  public T5Config {
    require(vocabularySize > 0, "vocab_size must be positive (got %d)", vocabularySize);
    require(width > 0, "d_model must be positive (got %d)", width);
    require(headSize > 0, "d_kv must be positive (got %d)", headSize);
    require(innerSize > 0, "d_ff must be positive (got %d)", innerSize);
    require(encoderLayers > 0, "num_layers must be positive (got %d)", encoderLayers);
    require(decoderLayers > 0, "num_decoder_layers must be positive (got %d)", decoderLayers);
    require(heads > 0, "num_heads must be positive (got %d)", heads);
    require(
        startId >= 0 && startId < vocabularySize,
        "decoder_start_token_id must be below vocab_size (got %d)",
        startId);
  }
}
