package org.plumbline.lm.encoder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plumbline.lm.layer.FeedForward;
import org.plumbline.lm.layer.Heads;
import org.plumbline.lm.layer.JoinedGatedMlp;
import org.plumbline.lm.layer.Linear;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.layer.Norm;
import org.plumbline.lm.layer.RotaryTable;
import org.plumbline.lm.layer.WeightShapes;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/**
 * ModernBERT (Warner et al. 2024): pre-norm blocks with rotary positions and gated feed-forward,
 * most of which see only what is near.
 *
 * <p>Parameter names are those of Hugging Face's {@code ModernBertModel}. Dropout falls on the
 * embeddings and on the output of both halves of a block.
 */
public final class ModernBert implements Encoder {
  private static final String WORDS = "embeddings.tok_embeddings";
  private static final String NORM = "embeddings.norm";
  private static final String FINAL_NORM = "final_norm";

  private final ModernBertConfig config;
  private final String prefix;
  private final EncoderShape shape;
  private final Parameters parameters;
  private final Linears linears;
  private final List<Block> blocks = new ArrayList<>();
  private final RotaryTable full;
  private final RotaryTable near;

  /**
   * The model with these weights, which it takes over.
   *
   * @param prefix what all names of weights begin with
   * @param parameters with the names and shapes that {@link #shapes} lists
   */
  public ModernBert(
      ModernBertConfig config,
      String prefix,
      Pooling pooling,
      ObjectNode json,
      Parameters parameters) {
    this.config = config;
    this.prefix = prefix;
    this.shape =
        new EncoderShape(
            config.slides().size(),
            config.hiddenSize(),
            config.contextLength(),
            config.vocabularySize(),
            prefix + "layers.",
            prefix + FINAL_NORM,
            pooling,
            json);
    this.parameters = parameters;
    this.linears = new Linears(parameters);
    this.full = new RotaryTable(config.full());
    this.near = new RotaryTable(config.near());
    for (int layer = 0; layer < config.slides().size(); layer++) {
      blocks.add(block(layer, prefix + "layers." + layer + "."));
    }
  }

  /** Every parameter's name and shape, in the order of the computation. */
  public static Map<String, long[]> shapes(ModernBertConfig c, String prefix) {
    long width = c.hiddenSize();
    WeightShapes shapes =
        new WeightShapes()
            .table(prefix + WORDS, c.vocabularySize(), width)
            .norm(prefix + NORM, width, c.normBias());
    for (int layer = 0; layer < c.slides().size(); layer++) {
      String p = prefix + "layers." + layer + ".";
      if (layer > 0) {
        shapes.norm(p + "attn_norm", width, c.normBias());
      }
      shapes
          .linear(p + "attn.Wqkv", 3 * width, width, c.attentionBias())
          .linear(p + "attn.Wo", width, width, c.attentionBias())
          .norm(p + "mlp_norm", width, c.normBias())
          .linear(p + "mlp.Wi", 2L * c.intermediateSize(), width, c.feedForwardBias())
          .linear(p + "mlp.Wo", width, c.intermediateSize(), c.feedForwardBias());
    }
    return shapes.norm(prefix + FINAL_NORM, width, c.normBias()).all();
  }

  @Override
  public Tensor lower(TokenBatch batch, int layers) {
    EncoderMasks.requireWithin(batch, config.contextLength());
    Tensor words = parameters.get(prefix + WORDS + ".weight");
    Tensor x = norm(prefix + NORM).of(Ops.embedding(words, batch.ids()));
    return blocks(x, batch.lengths(), 0, layers, 0);
  }

  @Override
  public Tensor upper(Tensor lower, int[] lengths, int fromLayer, double dropout) {
    Tensor x = fromLayer == 0 ? Ops.dropout(lower, dropout) : lower;
    return norm(prefix + FINAL_NORM).of(blocks(x, lengths, fromLayer, blocks.size(), dropout));
  }

  private Tensor blocks(Tensor x, int[] lengths, int from, int to, double dropout) {
    int time = (int) x.size(1);
    int[] start = new int[lengths.length];
    View all = new View(full, full.of(start, lengths, time), EncoderMasks.real(lengths, time));
    View window =
        new View(
            near, near.of(start, lengths, time), EncoderMasks.near(lengths, time, config.reach()));
    for (int layer = from; layer < to; layer++) {
      Block block = blocks.get(layer);
      View view = config.slides().get(layer) ? window : all;
      x = x.plus(Ops.dropout(attended(block, x, view), dropout));
      Tensor inner = block.feedForward.of(block.feedForwardNorm.of(x));
      x = x.plus(Ops.dropout(inner, dropout));
    }
    return x;
  }

  private Tensor attended(Block block, Tensor x, View view) {
    Tensor normed = block.attentionNorm == null ? x : block.attentionNorm.of(x);
    Tensor all = block.projection.apply(normed);
    long width = config.hiddenSize();
    Tensor heads =
        Ops.attention(
            view.rotated(all.narrow(-1, 0, width), config.heads()),
            view.rotated(all.narrow(-1, width, width), config.heads()),
            Heads.split(all.narrow(-1, 2 * width, width), config.heads()),
            view.mask,
            false);
    return block.output.apply(Heads.joined(heads));
  }

  private Norm norm(String module) {
    return Norm.of(Norm.Kind.LAYER, parameters, module, config.normEpsilon());
  }

  private Block block(int layer, String p) {
    return new Block(
        // The embeddings are normalised already.
        layer == 0 ? null : norm(p + "attn_norm"),
        linears.of(p + "attn.Wqkv"),
        linears.of(p + "attn.Wo"),
        norm(p + "mlp_norm"),
        new JoinedGatedMlp(
            linears.of(p + "mlp.Wi"), linears.of(p + "mlp.Wo"), config.activation()));
  }

  /** How the blocks of one kind see a batch. */
  private record View(RotaryTable table, RotaryTable.Angles angles, @Nullable Tensor mask) {
    /** [batch, time, width] gives [batch, heads, time, head size]. */
    Tensor rotated(Tensor x, long heads) {
      Tensor cut = x.reshape(x.size(0), x.size(1), heads, x.size(2) / heads);
      return table.rotate(cut, angles).transpose(1, 2);
    }
  }

  private record Block(
      @Nullable Norm attentionNorm,
      Linear projection,
      Linear output,
      Norm feedForwardNorm,
      FeedForward feedForward) {}

  @Override
  public EncoderShape shape() {
    return shape;
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public Linears linears() {
    return linears;
  }

  @Override
  public ModernBert copy() {
    return new ModernBert(config, prefix, shape.pooling(), shape.json(), parameters.copy());
  }

  @Override
  public void close() {
    parameters.close();
    full.close();
    near.close();
  }
}
