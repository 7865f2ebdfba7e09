package org.plumbline.lm.model;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.plumbline.lm.layer.Norm;
import org.plumbline.lm.layer.Rotary;

/**
 * What a decoder computes, family by family the same vocabulary.
 *
 * @param json what {@code config.json} said
 * @param vocabularySize number of token ids
 * @param hiddenSize width of the residual stream
 * @param contextLength longest sequence, in tokens
 * @param beginId the id that begins a text; -1 for none
 * @param endId the id that ends one; -1 for none
 * @param attention what all blocks' attention has in common
 * @param feedForward the same of their feed-forward networks
 * @param layers what is special to each block
 * @param rotaries the kinds of rotary positions that blocks choose from
 * @param norm the kind of all norms but those of queries and keys, which have no bias
 * @param normEpsilon added under their roots
 * @param parallel whether attention and feed-forward read the same input, and both are added to it
 * @param embeddingScale factor of the embeddings
 * @param logitSoftCap bound to which logits are bent; 0 for none
 * @param head where logits come from
 */
public record DecoderConfig(
    ObjectNode json,
    int vocabularySize,
    int hiddenSize,
    int contextLength,
    int beginId,
    int endId,
    AttentionConfig attention,
    FeedForwardConfig feedForward,
    List<Layer> layers,
    List<Rotary> rotaries,
    Norm.Kind norm,
    double normEpsilon,
    boolean parallel,
    double embeddingScale,
    double logitSoftCap,
    Head head) {

  /**
   * One block.
   *
   * @param window how many tokens a position sees, itself among them; 0 is all before it
   * @param rotary index of its rotary positions; -1 for none
   * @param experts whether its feed-forward is a mixture of experts
   */
  public record Layer(int window, int rotary, boolean experts) {
    /** A block that sees everything, with the first rotary positions. */
    public static final Layer PLAIN = new Layer(0, 0, false);

    public Layer {
      require(window >= 0, "sliding_window must be positive (got %d)", window);
    }
  }

  /** Where logits come from. */
  public enum Head {
    /** The embedding table. */
    TIED,
    /** A matrix of its own. */
    OWN,
    /** Nowhere: the model gives hidden states alone. */
    NONE
  }

  public DecoderConfig {
    layers = List.copyOf(layers);
    rotaries = List.copyOf(rotaries);
    require(vocabularySize > 0, "vocab_size must be positive (got %d)", vocabularySize);
    require(hiddenSize > 0, "hidden_size must be positive (got %d)", hiddenSize);
    require(!layers.isEmpty(), "num_hidden_layers must be positive (got 0)");
    require(contextLength > 1, "the context must hold at least 2 tokens (got %d)", contextLength);
    require(
        endId >= -1 && endId < vocabularySize,
        "eos_token_id must be below vocab_size (got %d)",
        endId);
    require(
        beginId >= -1 && beginId < vocabularySize,
        "bos_token_id must be below vocab_size (got %d)",
        beginId);
    for (Rotary rotary : rotaries) {
      require(
          rotary.width() <= attention.headSize(),
          "at most a whole head can be rotated, %d values (got %d)",
          attention.headSize(),
          rotary.width());
    }
  }
}
