package org.plumbline.lm.encoder;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.layer.Linear;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/**
 * BERT: post-norm blocks of attention in both directions, learnt positions, GELU with the error
 * function; a text's vector is the mean over its tokens.
 *
 * <p>Devlin et al. 2018; mean pooling as in Reimers and Gurevych 2019. Parameter names are those of
 * Hugging Face's {@code BertModel}. Every text has segment type 0. Dropout falls on the embeddings
 * and on the output of both halves of a block, not on attention probabilities.
 */
public final class Bert implements Trunk {
  private final BertConfig config;
  private final Parameters parameters;
  private final Linears linears;
  private final Block[] blocks;

  /**
   * The model with these weights, which it takes over.
   *
   * @param parameters with the names and shapes that {@link #shapes} lists, in that order
   */
  public Bert(BertConfig config, Parameters parameters) {
    this.config = config;
    this.parameters = parameters;
    this.linears = new Linears(parameters);
    this.blocks = new Block[config.layers()];
    for (int layer = 0; layer < blocks.length; layer++) {
      blocks[layer] = new Block(parameters, linears, "encoder.layer." + layer + ".");
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

  /** Every parameter's name and shape, in the order of files; linear weights are [out, in]. */
  public static Map<String, long[]> shapes(BertConfig c) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    long width = c.hiddenSize();
    long inner = c.intermediateSize();
    shapes.put("embeddings.word_embeddings.weight", new long[] {c.vocabularySize(), width});
    shapes.put("embeddings.position_embeddings.weight", new long[] {c.contextLength(), width});
    shapes.put("embeddings.token_type_embeddings.weight", new long[] {c.types(), width});
    norm(shapes, "embeddings.LayerNorm", width);
    for (int layer = 0; layer < c.layers(); layer++) {
      String p = "encoder.layer." + layer + ".";
      linear(shapes, p + "attention.self.query", width, width);
      linear(shapes, p + "attention.self.key", width, width);
      linear(shapes, p + "attention.self.value", width, width);
      linear(shapes, p + "attention.output.dense", width, width);
      norm(shapes, p + "attention.output.LayerNorm", width);
      linear(shapes, p + "intermediate.dense", inner, width);
      linear(shapes, p + "output.dense", width, inner);
      norm(shapes, p + "output.LayerNorm", width);
    }
    return shapes;
  }

  private static void linear(Map<String, long[]> shapes, String name, long out, long in) {
    shapes.put(name + ".weight", new long[] {out, in});
    shapes.put(name + ".bias", new long[] {out});
  }

  private static void norm(Map<String, long[]> shapes, String name, long width) {
    shapes.put(name + ".weight", new long[] {width});
    shapes.put(name + ".bias", new long[] {width});
  }

  /** What the last block says at each position, [batch, time, width]. */
  public Tensor hidden(TokenBatch batch, double dropout) {
    return upper(lower(batch, 0), batch.lengths(), 0, dropout);
  }

  @Override
  public Tensor lower(TokenBatch batch, int layers) {
    return blocks(
        embedded(batch, Tensor.ofLongs(new long[batch.width()], batch.width())),
        batch.lengths(),
        0,
        layers,
        0);
  }

  /**
   * What the blocks from {@code fromLayer} on make of the output of those below.
   *
   * @param hidden [batch, time, width]
   * @param lengths tokens of each text, [batch]
   * @return [batch, time, width]
   */
  public Tensor upper(Tensor hidden, int[] lengths, int fromLayer, double dropout) {
    Tensor x = fromLayer == 0 ? Ops.dropout(hidden, dropout) : hidden;
    return blocks(x, lengths, fromLayer, blocks.length, dropout);
  }

  @Override
  public Tensor pooled(Tensor lower, int[] lengths, int fromLayer, double dropout) {
    Tensor hidden = upper(lower, lengths, fromLayer, dropout);
    int time = (int) hidden.size(1);
    float[] weights = new float[lengths.length * time];
    for (int r = 0; r < lengths.length; r++) {
      Arrays.fill(weights, r * time, r * time + lengths[r], 1f / lengths[r]);
    }
    return Ops.matmul(Tensor.of(weights, lengths.length, 1, time), hidden).squeeze(1);
  }

  /**
   * @param types segment types, [time] or [batch, time]
   */
  Tensor embedded(TokenBatch batch, Tensor types) {
    require(
        batch.width() <= config.contextLength(),
        "a text has %d tokens, the model reads at most %d; shorten it or allow truncation",
        batch.width(),
        config.contextLength());
    Tensor sum =
        Ops.embedding(parameters.get("embeddings.word_embeddings.weight"), batch.ids())
            .plus(Ops.embedding(parameters.get("embeddings.token_type_embeddings.weight"), types))
            .plus(
                parameters
                    .get("embeddings.position_embeddings.weight")
                    .narrow(0, 0, batch.width()));
    return norm(sum, "embeddings.LayerNorm");
  }

  Tensor blocks(Tensor x, int[] lengths, int from, int to, double dropout) {
    Tensor mask = mask(lengths, (int) x.size(1));
    for (int layer = from; layer < to; layer++) {
      x = block(blocks[layer], x, mask, dropout);
    }
    return x;
  }

  private Tensor block(Block w, Tensor x, @Nullable Tensor mask, double dropout) {
    Tensor attended =
        Ops.attention(
            heads(w.query.apply(x)), heads(w.key.apply(x)), heads(w.value.apply(x)), mask, false);
    Tensor flat = attended.transpose(1, 2).reshape(x.size(0), x.size(1), config.hiddenSize());
    Tensor output = Ops.dropout(w.output.apply(flat), dropout);
    x = Ops.layerNorm(x.plus(output), w.attentionNorm, w.attentionNormBias, config.normEpsilon());
    Tensor inner = Ops.gelu(w.inner.apply(x));
    Tensor outer = Ops.dropout(w.outer.apply(inner), dropout);
    return Ops.layerNorm(x.plus(outer), w.outerNorm, w.outerNormBias, config.normEpsilon());
  }

  /** [batch, time, width] to [batch, heads, time, head size]. */
  private Tensor heads(Tensor x) {
    return x.reshape(x.size(0), x.size(1), config.heads(), config.headSize()).transpose(1, 2);
  }

  /** True at real tokens, [batch, 1, 1, time]; null if there are no others. */
  private static @Nullable Tensor mask(int[] lengths, int time) {
    if (Arrays.stream(lengths).allMatch(length -> length == time)) {
      return null;
    }
    boolean[] mask = new boolean[lengths.length * time];
    for (int r = 0; r < lengths.length; r++) {
      Arrays.fill(mask, r * time, r * time + lengths[r], true);
    }
    return Tensor.ofBooleans(mask, lengths.length, 1, 1, time);
  }

  private Tensor norm(Tensor x, String name) {
    return Ops.layerNorm(
        x, parameters.get(name + ".weight"), parameters.get(name + ".bias"), config.normEpsilon());
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
  public int layers() {
    return config.layers();
  }

  @Override
  public int width() {
    return config.hiddenSize();
  }

  @Override
  public int contextLength() {
    return config.contextLength();
  }

  @Override
  public int vocabularySize() {
    return config.vocabularySize();
  }

  @Override
  public int layerOf(String parameter) {
    if (!parameter.startsWith("encoder.layer.")) {
      return -1;
    }
    int start = "encoder.layer.".length();
    return Integer.parseInt(parameter.substring(start, parameter.indexOf('.', start)));
  }

  @Override
  public ObjectNode configuration() {
    return config.toJson();
  }

  @Override
  public Bert copy() {
    return new Bert(config, parameters.copy());
  }

  /** The weights of one block, looked up once. */
  private static final class Block {
    final Linear query;
    final Linear key;
    final Linear value;
    final Linear output;
    final Tensor attentionNorm;
    final Tensor attentionNormBias;
    final Linear inner;
    final Linear outer;
    final Tensor outerNorm;
    final Tensor outerNormBias;

    Block(Parameters parameters, Linears linears, String prefix) {
      query = linears.of(prefix + "attention.self.query");
      key = linears.of(prefix + "attention.self.key");
      value = linears.of(prefix + "attention.self.value");
      output = linears.of(prefix + "attention.output.dense");
      attentionNorm = parameters.get(prefix + "attention.output.LayerNorm.weight");
      attentionNormBias = parameters.get(prefix + "attention.output.LayerNorm.bias");
      inner = linears.of(prefix + "intermediate.dense");
      outer = linears.of(prefix + "output.dense");
      outerNorm = parameters.get(prefix + "output.LayerNorm.weight");
      outerNormBias = parameters.get(prefix + "output.LayerNorm.bias");
    }
  }
}
