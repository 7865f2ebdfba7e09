package org.plumbline.lm.encoder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.layer.Heads;
import org.plumbline.lm.layer.Linear;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.layer.Mlp;
import org.plumbline.lm.layer.Norm;
import org.plumbline.lm.layer.WeightShapes;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/**
 * BERT and what is built like it: post-norm blocks of attention in both directions, learnt
 * positions.
 *
 * <p>Devlin et al. 2018. Parameter names are those of Hugging Face's {@code BertModel}, or of
 * {@code DistilBertModel}. Dropout falls on the embeddings and on the output of both halves of a
 * block, not on attention probabilities.
 */
public final class Bert implements Encoder {
  private static final String WORDS = "embeddings.word_embeddings";
  private static final String POSITIONS = "embeddings.position_embeddings";
  private static final String TYPES = "embeddings.token_type_embeddings";
  private static final String NORM = "embeddings.LayerNorm";

  private final BertConfig config;
  private final BertNames names;
  private final String prefix;
  private final EncoderShape shape;
  private final Parameters parameters;
  private final Linears linears;
  private final Block[] blocks;

  /**
   * A BERT with these weights, which it takes over; a text's vector is the mean over its tokens.
   *
   * @param parameters with the names and shapes that {@link #shapes(BertConfig)} lists, in that
   *     order
   */
  public Bert(BertConfig config, Parameters parameters) {
    this(config, BertNames.BERT, "", Pooling.MEAN, config.toJson(), parameters);
  }

  /**
   * A model with these weights, which it takes over.
   *
   * @param prefix what all names of weights begin with
   * @param parameters with the names and shapes that {@link #shapes(BertConfig, BertNames, String)}
   *     lists, in that order
   */
  public Bert(
      BertConfig config,
      BertNames names,
      String prefix,
      Pooling pooling,
      ObjectNode json,
      Parameters parameters) {
    this.config = config;
    this.names = names;
    this.prefix = prefix;
    this.shape =
        new EncoderShape(
            config.layers(),
            config.hiddenSize(),
            config.contextLength(),
            config.vocabularySize(),
            prefix + names.blocks(),
            "",
            pooling,
            json);
    this.parameters = parameters;
    this.linears = new Linears(parameters);
    this.blocks = new Block[config.layers()];
    for (int layer = 0; layer < blocks.length; layer++) {
      blocks[layer] = block(prefix + names.blocks() + layer + ".");
    }
  }

  /** A model with random weights: normal with deviation 0.02, as BERT begins. */
  public static Bert random(BertConfig config, Seeds seeds) {
    Parameters parameters = new Parameters();
    shapes(config)
        .forEach(
            (name, shape) -> {
              SplittableRandom random = seeds.stream(name);
              float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
              for (int i = 0; i < values.length; i++) {
                values[i] =
                    name.endsWith("LayerNorm.weight")
                        ? 1f
                        : name.endsWith("bias") ? 0f : (float) (random.nextGaussian() * 0.02);
              }
              parameters.add(name, Tensor.of(values, shape).keep());
            });
    return new Bert(config, parameters);
  }

  /** The names and shapes of a BERT's parameters, in the order of files. */
  public static Map<String, long[]> shapes(BertConfig config) {
    return shapes(config, BertNames.BERT, "");
  }

  /** Every parameter's name and shape, in the order of files. */
  public static Map<String, long[]> shapes(BertConfig c, BertNames names, String prefix) {
    WeightShapes shapes = new WeightShapes();
    long width = c.hiddenSize();
    long inner = c.intermediateSize();
    shapes.table(prefix + WORDS, c.vocabularySize(), width);
    shapes.table(prefix + POSITIONS, c.positions(), width);
    if (c.types() > 0) {
      shapes.table(prefix + TYPES, c.types(), width);
    }
    shapes.norm(prefix + NORM, width, true);
    for (int layer = 0; layer < c.layers(); layer++) {
      String p = prefix + names.blocks() + layer + ".";
      shapes.linear(p + names.query(), width, width, true);
      shapes.linear(p + names.key(), width, width, true);
      shapes.linear(p + names.value(), width, width, true);
      shapes.linear(p + names.output(), width, width, true);
      shapes.norm(p + names.attentionNorm(), width, true);
      shapes.linear(p + names.inner(), inner, width, true);
      shapes.linear(p + names.outer(), width, inner, true);
      shapes.norm(p + names.outerNorm(), width, true);
    }
    return shapes.all();
  }

  @Override
  public Tensor lower(TokenBatch batch, int layers) {
    return blocks(embedded(batch), batch.lengths(), 0, layers, 0);
  }

  @Override
  public Tensor upper(Tensor lower, int[] lengths, int fromLayer, double dropout) {
    Tensor x = fromLayer == 0 ? Ops.dropout(lower, dropout) : lower;
    return blocks(x, lengths, fromLayer, blocks.length, dropout);
  }

  private Tensor embedded(TokenBatch batch) {
    EncoderMasks.requireWithin(batch, config.contextLength());
    Tensor sum = Ops.embedding(table(WORDS), batch.ids());
    if (config.types() > 0) {
      sum = sum.plus(Ops.embedding(table(TYPES), batch.segments()));
    }
    return norm(prefix + NORM).of(sum.plus(positions(batch)));
  }

  /** [time, width], or [batch, time, width] where positions depend on ids. */
  private Tensor positions(TokenBatch batch) {
    if (config.fillId() < 0) {
      return table(POSITIONS).narrow(0, 0, batch.width());
    }
    long[] places = new long[batch.size() * batch.width()];
    for (int r = 0; r < batch.size(); r++) {
      int[] row = batch.rows().get(r);
      int counted = 0;
      for (int t = 0; t < batch.width(); t++) {
        boolean counts = t < row.length && row[t] != config.fillId();
        places[r * batch.width() + t] = (long) config.fillId() + (counts ? ++counted : 0);
      }
    }
    return Ops.embedding(table(POSITIONS), Tensor.ofLongs(places, batch.size(), batch.width()));
  }

  private Tensor blocks(Tensor x, int[] lengths, int from, int to, double dropout) {
    Tensor mask = EncoderMasks.real(lengths, (int) x.size(1));
    for (int layer = from; layer < to; layer++) {
      Block block = blocks[layer];
      x = block.rest.of(x, block.attended(x, mask, config.heads()), dropout);
    }
    return x;
  }

  private Tensor table(String name) {
    return parameters.get(prefix + name + ".weight");
  }

  private Norm norm(String module) {
    return Norm.of(Norm.Kind.LAYER, parameters, module, config.normEpsilon());
  }

  private Block block(String p) {
    return new Block(
        linears.of(p + names.query()),
        linears.of(p + names.key()),
        linears.of(p + names.value()),
        new PostNormBlock(
            linears.of(p + names.output()),
            norm(p + names.attentionNorm()),
            new Mlp(
                linears.of(p + names.inner()), linears.of(p + names.outer()), config.activation()),
            norm(p + names.outerNorm())));
  }

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
  public Bert copy() {
    return new Bert(config, names, prefix, shape.pooling(), shape.json(), parameters.copy());
  }

  private record Block(Linear query, Linear key, Linear value, PostNormBlock rest) {
    Tensor attended(Tensor x, @Nullable Tensor mask, int heads) {
      return Heads.joined(
          Ops.attention(
              Heads.split(query.apply(x), heads),
              Heads.split(key.apply(x), heads),
              Heads.split(value.apply(x), heads),
              mask,
              false));
    }
  }
}
