package org.plumbline.lm.encoder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.layer.Mlp;
import org.plumbline.lm.layer.Norm;
import org.plumbline.lm.layer.WeightShapes;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/**
 * DeBERTa of versions 2 and 3 (He et al. 2021; 2023): BERT's blocks with attention that treats what
 * is said and where it is said apart.
 *
 * <p>Parameter names are those of Hugging Face's {@code DebertaV2Model}. Dropout falls on the
 * embeddings and on the output of both halves of a block.
 */
public final class DebertaV2 implements Encoder {
  private static final String BLOCKS = "encoder.layer.";
  private static final String WORDS = "embeddings.word_embeddings";
  private static final String POSITIONS = "embeddings.position_embeddings";
  private static final String TYPES = "embeddings.token_type_embeddings";
  private static final String PROJECTION = "embeddings.embed_proj";
  private static final String NORM = "embeddings.LayerNorm";
  private static final String DISTANCES = "encoder.rel_embeddings";
  private static final String DISTANCE_NORM = "encoder.LayerNorm";

  private final DebertaV2Config config;
  private final String prefix;
  private final EncoderShape shape;
  private final Parameters parameters;
  private final Linears linears;
  private final List<Block> blocks = new ArrayList<>();

  /**
   * The model with these weights, which it takes over; a text's vector is its first token's.
   *
   * @param prefix what all names of weights begin with
   * @param parameters with the names and shapes that {@link #shapes} lists
   */
  public DebertaV2(DebertaV2Config config, String prefix, ObjectNode json, Parameters parameters) {
    this.config = config;
    this.prefix = prefix;
    this.shape =
        new EncoderShape(
            config.layers(),
            config.hiddenSize(),
            config.contextLength(),
            config.vocabularySize(),
            prefix + BLOCKS,
            "",
            Pooling.FIRST,
            json);
    this.parameters = parameters;
    this.linears = new Linears(parameters);
    for (int layer = 0; layer < config.layers(); layer++) {
      blocks.add(block(prefix + BLOCKS + layer + "."));
    }
  }

  /** Every parameter's name and shape, in the order of the computation. */
  public static Map<String, long[]> shapes(DebertaV2Config c, String prefix) {
    long width = c.hiddenSize();
    WeightShapes shapes =
        new WeightShapes().table(prefix + WORDS, c.vocabularySize(), c.embeddingSize());
    if (c.absolutePositions()) {
      shapes.table(prefix + POSITIONS, c.contextLength(), c.embeddingSize());
    }
    if (c.types() > 0) {
      shapes.table(prefix + TYPES, c.types(), c.embeddingSize());
    }
    if (c.embeddingSize() != width) {
      shapes.linear(prefix + PROJECTION, width, c.embeddingSize(), false);
    }
    shapes.norm(prefix + NORM, width, true);
    RelativePositions relative = c.relative();
    if (relative != null) {
      shapes.table(prefix + DISTANCES, 2L * relative.span(), width);
      if (relative.normed()) {
        shapes.norm(prefix + DISTANCE_NORM, width, true);
      }
    }
    for (int layer = 0; layer < c.layers(); layer++) {
      block(shapes, c, prefix + BLOCKS + layer + ".");
    }
    return shapes.all();
  }

  private static void block(WeightShapes shapes, DebertaV2Config c, String p) {
    long width = c.hiddenSize();
    for (String part : List.of("query_proj", "key_proj", "value_proj")) {
      shapes.linear(p + "attention.self." + part, width, width, true);
    }
    RelativePositions relative = c.relative();
    if (relative != null && !relative.sharedProjections()) {
      if (relative.contentToPosition()) {
        shapes.linear(p + "attention.self.pos_key_proj", width, width, true);
      }
      if (relative.positionToContent()) {
        shapes.linear(p + "attention.self.pos_query_proj", width, width, true);
      }
    }
    shapes
        .linear(p + "attention.output.dense", width, width, true)
        .norm(p + "attention.output.LayerNorm", width, true)
        .linear(p + "intermediate.dense", c.intermediateSize(), width, true)
        .linear(p + "output.dense", width, c.intermediateSize(), true)
        .norm(p + "output.LayerNorm", width, true);
  }

  @Override
  public Tensor lower(TokenBatch batch, int layers) {
    return blocks(embedded(batch), batch.lengths(), 0, layers, 0);
  }

  @Override
  public Tensor upper(Tensor lower, int[] lengths, int fromLayer, double dropout) {
    Tensor x = fromLayer == 0 ? Ops.dropout(lower, dropout) : lower;
    return blocks(x, lengths, fromLayer, blocks.size(), dropout);
  }

  /** Filling is not zeroed as published: nothing that a real token sees depends on it. */
  private Tensor embedded(TokenBatch batch) {
    EncoderMasks.requireWithin(batch, config.contextLength());
    Tensor sum = Ops.embedding(table(WORDS), batch.ids());
    if (config.absolutePositions()) {
      sum = sum.plus(table(POSITIONS).narrow(0, 0, batch.width()));
    }
    if (config.types() > 0) {
      sum = sum.plus(Ops.embedding(table(TYPES), batch.segments()));
    }
    if (config.embeddingSize() != config.hiddenSize()) {
      sum = linears.of(prefix + PROJECTION).apply(sum);
    }
    return norm(prefix + NORM).of(sum);
  }

  private Tensor blocks(Tensor x, int[] lengths, int from, int to, double dropout) {
    int time = (int) x.size(1);
    RelativePositions relative = config.relative();
    DisentangledAttention.Pass pass =
        new DisentangledAttention.Pass(
            EncoderMasks.real(lengths, time),
            relative == null ? null : distances(relative),
            relative == null ? null : relative.rows(time));
    for (int layer = from; layer < to; layer++) {
      Block block = blocks.get(layer);
      x = block.rest.of(x, block.attention.of(x, pass), dropout);
    }
    return x;
  }

  private Tensor distances(RelativePositions relative) {
    Tensor table = table(DISTANCES);
    return (relative.normed() ? norm(prefix + DISTANCE_NORM).of(table) : table).unsqueeze(0);
  }

  private Tensor table(String name) {
    return parameters.get(prefix + name + ".weight");
  }

  private Norm norm(String module) {
    return Norm.of(Norm.Kind.LAYER, parameters, module, config.normEpsilon());
  }

  private Block block(String p) {
    return new Block(
        new DisentangledAttention(config, linears, p),
        new PostNormBlock(
            linears.of(p + "attention.output.dense"),
            norm(p + "attention.output.LayerNorm"),
            new Mlp(
                linears.of(p + "intermediate.dense"),
                linears.of(p + "output.dense"),
                config.activation()),
            norm(p + "output.LayerNorm")));
  }

  private record Block(DisentangledAttention attention, PostNormBlock rest) {}

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
  public DebertaV2 copy() {
    return new DebertaV2(config, prefix, shape.json(), parameters.copy());
  }
}
