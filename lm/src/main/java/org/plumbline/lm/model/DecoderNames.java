package org.plumbline.lm.model;

import org.jspecify.annotations.Nullable;

/**
 * What a family calls its weights in files. Names of modules are without {@code .weight}; those of
 * parts of a block are without what stands before them.
 *
 * @param prefix what stands before all names but the head's; files of the bare model lack it
 * @param embedding the table of tokens
 * @param positions the table of learnt positions; null for none
 * @param block what stands before the names of block n, with {@code %d} for n
 * @param attention names in a block's attention
 * @param norms names of a block's norms
 * @param feedForward names in a block's feed-forward
 * @param finalNorm the norm after the last block
 * @param head the matrix that gives logits
 * @param inputsFirst whether linear maps of blocks are stored as [in, out]
 */
public record DecoderNames(
    String prefix,
    String embedding,
    @Nullable String positions,
    String block,
    Attention attention,
    Norms norms,
    FeedForward feedForward,
    String finalNorm,
    String head,
    boolean inputsFirst) {

  /** Names in attention. */
  public sealed interface Attention {
    /** The map of what was attended to. */
    String output();

    /** Queries, keys and values each from a matrix of their own. */
    record Separate(String query, String key, String value, String output) implements Attention {}

    /**
     * Queries, keys and values from one matrix.
     *
     * @param perHead whether each head's query, key and value lie side by side; otherwise all
     *     queries come first, then all keys, then all values
     */
    record Joined(String all, boolean perHead, String output) implements Attention {}
  }

  /**
   * Norms of a block; null for those that it does not have.
   *
   * @param query of queries
   * @param key of keys
   */
  public record Norms(
      @Nullable String beforeAttention,
      @Nullable String afterAttention,
      @Nullable String beforeFeedForward,
      @Nullable String afterFeedForward,
      String query,
      String key) {
    /** Norms of the residual stream alone. */
    public Norms(
        @Nullable String beforeAttention,
        @Nullable String afterAttention,
        @Nullable String beforeFeedForward,
        @Nullable String afterFeedForward) {
      this(
          beforeAttention,
          afterAttention,
          beforeFeedForward,
          afterFeedForward,
          "self_attn.q_norm",
          "self_attn.k_norm");
    }
  }

  /** Names in feed-forward networks. */
  public sealed interface FeedForward {
    /** Two maps. */
    record Plain(String up, String down) implements FeedForward {}

    /** Three maps. */
    record Gated(String gate, String up, String down) implements FeedForward {}

    /** Gate and up in one matrix. */
    record JoinedGated(String gateAndUp, String down) implements FeedForward {}

    /**
     * A mixture of experts in some blocks.
     *
     * @param router gives each expert a logit
     * @param expert what stands before the names of expert n, with {@code %d} for n
     * @param inside names in an expert
     * @param dense names in blocks without experts
     */
    record Experts(String router, String expert, Gated inside, Gated dense)
        implements FeedForward {}
  }

  /** The names of Llama, which many families share. */
  public static final DecoderNames LLAMA =
      new DecoderNames(
          "model.",
          "model.embed_tokens",
          null,
          "model.layers.%d.",
          new Attention.Separate(
              "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj"),
          new Norms("input_layernorm", null, "post_attention_layernorm", null),
          new FeedForward.Gated("mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"),
          "model.norm",
          "lm_head",
          false);

  /** The same with other norms. */
  public DecoderNames with(Norms other) {
    return new DecoderNames(
        prefix,
        embedding,
        positions,
        block,
        attention,
        other,
        feedForward,
        finalNorm,
        head,
        inputsFirst);
  }

  /** The same with other names in attention. */
  public DecoderNames with(Attention other) {
    return new DecoderNames(
        prefix,
        embedding,
        positions,
        block,
        other,
        norms,
        feedForward,
        finalNorm,
        head,
        inputsFirst);
  }

  /** The same with other names in feed-forward networks. */
  public DecoderNames with(FeedForward other) {
    return new DecoderNames(
        prefix, embedding, positions, block, attention, norms, other, finalNorm, head, inputsFirst);
  }

  /** What stands before the names of a block. */
  String block(int layer) {
    return block.formatted(layer);
  }

  /** The block that a parameter is part of; see {@link CausalLm#layerOf}. */
  int layerOf(String parameter, int layers) {
    String start = block.substring(0, block.indexOf("%d"));
    if (parameter.startsWith(start)) {
      return Integer.parseInt(
          parameter.substring(start.length(), parameter.indexOf('.', start.length())));
    }
    boolean below =
        parameter.startsWith(embedding + ".")
            || positions != null && parameter.startsWith(positions + ".");
    return below ? -1 : layers;
  }
}
