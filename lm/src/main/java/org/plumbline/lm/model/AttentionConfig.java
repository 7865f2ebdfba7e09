package org.plumbline.lm.model;

import static org.plumbline.core.error.Require.require;

/**
 * The attention of a decoder's blocks.
 *
 * @param heads query heads
 * @param keyValueHeads key and value heads; query heads share them in groups
 * @param headSize width of one head
 * @param scale factor of the products of queries and keys
 * @param dividedByLayer whether the scale of block n is divided by n + 1
 * @param softCap bound to which scores are bent; 0 for none
 * @param projectionBias whether queries, keys and values have a bias
 * @param outputBias whether the output has one
 * @param queryKeyNorm what is normalised before positions are rotated
 */
public record AttentionConfig(
    int heads,
    int keyValueHeads,
    int headSize,
    double scale,
    boolean dividedByLayer,
    double softCap,
    boolean projectionBias,
    boolean outputBias,
    QueryKeyNorm queryKeyNorm) {

  /** What of queries and keys is normalised. */
  public enum QueryKeyNorm {
    NONE,
    /** Each head by itself, with one weight for all heads. */
    EACH_HEAD,
    /** All heads at once. */
    ALL_HEADS
  }

  public AttentionConfig {
    require(heads > 0, "num_attention_heads must be positive (got %d)", heads);
    require(
        keyValueHeads > 0 && heads % keyValueHeads == 0,
        "num_attention_heads must be a multiple of num_key_value_heads (got %d and %d)",
        heads,
        keyValueHeads);
    require(headSize > 0, "head_dim must be positive (got %d)", headSize);
    require(
        scale > 0 && Double.isFinite(scale), "the scale of attention must be positive: %s", scale);
    require(softCap >= 0, "attn_logit_softcapping must be positive (got %s)", softCap);
  }

  /** Attention of the plain kind: scaled by the root of the head size, without bias or norm. */
  public static AttentionConfig of(int heads, int keyValueHeads, int headSize) {
    return new AttentionConfig(
        heads,
        keyValueHeads,
        headSize,
        1 / Math.sqrt(Math.max(1, headSize)),
        false,
        0,
        false,
        false,
        QueryKeyNorm.NONE);
  }

  /** With biases. */
  public AttentionConfig withBias(boolean projections, boolean output) {
    return new AttentionConfig(
        heads,
        keyValueHeads,
        headSize,
        scale,
        dividedByLayer,
        softCap,
        projections,
        output,
        queryKeyNorm);
  }

  /** With another norm of queries and keys. */
  public AttentionConfig withNorm(QueryKeyNorm norm) {
    return new AttentionConfig(
        heads,
        keyValueHeads,
        headSize,
        scale,
        dividedByLayer,
        softCap,
        projectionBias,
        outputBias,
        norm);
  }

  /** With another scale. */
  public AttentionConfig withScale(double other, boolean byLayer) {
    return new AttentionConfig(
        heads,
        keyValueHeads,
        headSize,
        other,
        byLayer,
        softCap,
        projectionBias,
        outputBias,
        queryKeyNorm);
  }

  /** With a bound for scores. */
  public AttentionConfig withSoftCap(double cap) {
    return new AttentionConfig(
        heads,
        keyValueHeads,
        headSize,
        scale,
        dividedByLayer,
        cap,
        projectionBias,
        outputBias,
        queryKeyNorm);
  }

  /** The scale in one block. */
  double scale(int layer) {
    return dividedByLayer ? scale / (layer + 1) : scale;
  }
}
