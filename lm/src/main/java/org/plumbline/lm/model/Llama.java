package org.plumbline.lm.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.layer.Linear;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/**
 * The Llama family: pre-norm blocks of rotary attention and gated feed-forward.
 *
 * <p>Touvron et al. 2023; grouped key-value heads as in Llama 2. Parameter names are those of
 * Hugging Face's {@code LlamaForCausalLM}.
 */
public final class Llama implements CausalLm {
  private final LlamaConfig config;
  private final Parameters parameters;
  private final Linears linears;
  private final Block[] blocks;
  private final Tensor cosines;
  private final Tensor signedSines;

  /**
   * The model with these weights, which it takes over.
   *
   * @param parameters with the names and shapes that {@link #shapes} lists, in that order
   */
  public Llama(LlamaConfig config, Parameters parameters) {
    this.config = config;
    this.parameters = parameters;
    this.linears = new Linears(parameters);
    this.blocks = new Block[config.layers()];
    for (int layer = 0; layer < blocks.length; layer++) {
      blocks[layer] = new Block(parameters, linears, "model.layers." + layer + ".");
    }
    float[][] tables = rotaryTables(config);
    this.cosines = Tensor.of(tables[0], config.contextLength(), config.headSize()).keep();
    this.signedSines = Tensor.of(tables[1], config.contextLength(), config.headSize()).keep();
  }

  /**
   * A model with random weights: normal with deviation 0.02, output projections divided by the root
   * of 2 layers (GPT-2).
   */
  public static Llama random(LlamaConfig config, Seeds seeds) {
    Parameters parameters = new Parameters();
    shapes(config)
        .forEach(
            (name, shape) -> {
              SplittableRandom random = seeds.stream(name);
              boolean residual =
                  name.endsWith("o_proj.weight") || name.endsWith("down_proj.weight");
              double deviation = 0.02 / (residual ? Math.sqrt(2.0 * config.layers()) : 1);
              int count = 1;
              for (long length : shape) {
                count *= (int) length;
              }
              float[] values = new float[count];
              for (int i = 0; i < count; i++) {
                values[i] = shape.length == 1 ? 1f : (float) (random.nextGaussian() * deviation);
              }
              parameters.add(name, Tensor.of(values, shape).keep());
            });
    return new Llama(config, parameters);
  }

  /** Every parameter's name and shape, in the order of files. */
  public static java.util.Map<String, long[]> shapes(LlamaConfig c) {
    java.util.Map<String, long[]> shapes = new java.util.LinkedHashMap<>();
    long queries = (long) c.heads() * c.headSize();
    long keys = (long) c.keyValueHeads() * c.headSize();
    shapes.put("model.embed_tokens.weight", new long[] {c.vocabularySize(), c.hiddenSize()});
    for (int layer = 0; layer < c.layers(); layer++) {
      String p = "model.layers." + layer + ".";
      shapes.put(p + "input_layernorm.weight", new long[] {c.hiddenSize()});
      shapes.put(p + "self_attn.q_proj.weight", new long[] {queries, c.hiddenSize()});
      shapes.put(p + "self_attn.k_proj.weight", new long[] {keys, c.hiddenSize()});
      shapes.put(p + "self_attn.v_proj.weight", new long[] {keys, c.hiddenSize()});
      shapes.put(p + "self_attn.o_proj.weight", new long[] {c.hiddenSize(), queries});
      shapes.put(p + "post_attention_layernorm.weight", new long[] {c.hiddenSize()});
      shapes.put(p + "mlp.gate_proj.weight", new long[] {c.intermediateSize(), c.hiddenSize()});
      shapes.put(p + "mlp.up_proj.weight", new long[] {c.intermediateSize(), c.hiddenSize()});
      shapes.put(p + "mlp.down_proj.weight", new long[] {c.hiddenSize(), c.intermediateSize()});
    }
    shapes.put("model.norm.weight", new long[] {c.hiddenSize()});
    if (!c.tiedHead()) {
      shapes.put("lm_head.weight", new long[] {c.vocabularySize(), c.hiddenSize()});
    }
    return shapes;
  }

  @Override
  public Tensor hidden(TokenBatch batch) {
    return upper(lower(batch, 0), 0);
  }

  @Override
  public Tensor lower(TokenBatch batch, int layers) {
    return blocks(Ops.embedding(embedding(), batch.ids()), 0, layers);
  }

  @Override
  public Tensor upper(Tensor hidden, int fromLayer) {
    return Ops.rmsNorm(
        blocks(hidden, fromLayer, blocks.length),
        parameters.get("model.norm.weight"),
        config.normEpsilon());
  }

  private Tensor blocks(Tensor x, int from, int to) {
    Tensor cos = cosines.narrow(0, 0, x.size(1)).unsqueeze(1); // [time, 1, width]
    Tensor sin = signedSines.narrow(0, 0, x.size(1)).unsqueeze(1);
    for (int layer = from; layer < to; layer++) {
      x = block(layer, x, cos, sin, null, null);
    }
    return x;
  }

  @Override
  public Tensor extend(TokenBatch batch, KeyValueCache cache) {
    KeyValueCache.Extension extension = cache.extension(batch);
    Tensor cos =
        Ops.embedding(cosines, extension.positions()).unsqueeze(2); // [batch, time, 1, width]
    Tensor sin = Ops.embedding(signedSines, extension.positions()).unsqueeze(2);
    Tensor x = Ops.embedding(embedding(), batch.ids());
    for (int layer = 0; layer < blocks.length; layer++) {
      x = block(layer, x, cos, sin, cache, extension);
    }
    cache.advance(batch);
    Tensor last = x.reshape(-1, config.hiddenSize()).indexSelect(0, batch.lastTokens());
    return Ops.rmsNorm(last, parameters.get("model.norm.weight"), config.normEpsilon());
  }

  private Tensor block(
      int layer,
      Tensor x,
      Tensor cos,
      Tensor sin,
      @Nullable KeyValueCache cache,
      KeyValueCache.@Nullable Extension extension) {
    Block w = blocks[layer];
    long rows = x.size(0);
    long time = x.size(1);
    Tensor normed = Ops.rmsNorm(x, w.inputNorm, config.normEpsilon());
    Tensor q = w.query.apply(normed).reshape(rows, time, config.heads(), config.headSize());
    Tensor k = w.key.apply(normed).reshape(rows, time, config.keyValueHeads(), config.headSize());
    Tensor v = w.value.apply(normed).reshape(rows, time, config.keyValueHeads(), config.headSize());
    q = Ops.rotate(q, cos, sin).transpose(1, 2);
    k = Ops.rotate(k, cos, sin);
    Tensor attended;
    if (cache == null || extension == null) {
      attended = Ops.attention(q, k.transpose(1, 2), v.transpose(1, 2), null, true);
    } else {
      attended =
          Ops.attention(
              q,
              cache.keys(layer, k, extension),
              cache.values(layer, v, extension),
              extension.mask(),
              false);
    }
    Tensor flat =
        attended.transpose(1, 2).reshape(rows, time, (long) config.heads() * config.headSize());
    x = x.plus(w.output.apply(flat));
    normed = Ops.rmsNorm(x, w.postNorm, config.normEpsilon());
    Tensor gated = Ops.silu(w.gate.apply(normed)).times(w.up.apply(normed));
    return x.plus(w.down.apply(gated));
  }

  @Override
  public Tensor logits(Tensor hidden) {
    return Ops.linear(
        hidden, config.tiedHead() ? embedding() : parameters.get("lm_head.weight"), null);
  }

  @Override
  public KeyValueCache cache(int rows, int capacity) {
    return new KeyValueCache(
        config.layers(),
        rows,
        Math.min(capacity, config.contextLength()),
        config.keyValueHeads(),
        config.headSize());
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
  public int layerOf(String parameter) {
    if (!parameter.startsWith("model.layers.")) {
      return parameter.equals("model.embed_tokens.weight") ? -1 : config.layers();
    }
    int start = "model.layers.".length();
    return Integer.parseInt(parameter.substring(start, parameter.indexOf('.', start)));
  }

  @Override
  public int vocabularySize() {
    return config.vocabularySize();
  }

  @Override
  public int contextLength() {
    return config.contextLength();
  }

  @Override
  public int beginId() {
    return config.beginId();
  }

  @Override
  public int endId() {
    return config.endId();
  }

  @Override
  public ObjectNode configuration() {
    return config.toJson();
  }

  @Override
  public Llama copy() {
    return new Llama(config, parameters.copy());
  }

  @Override
  public void close() {
    parameters.close();
    cosines.release();
    signedSines.release();
  }

  private Tensor embedding() {
    return parameters.get("model.embed_tokens.weight");
  }

  /**
   * Cosines, and sines whose first half is negated, of position times frequency; computed in
   * double.
   */
  private static float[][] rotaryTables(LlamaConfig config) {
    int width = config.headSize();
    int half = width / 2;
    float[] cos = new float[config.contextLength() * width];
    float[] sin = new float[config.contextLength() * width];
    for (int i = 0; i < half; i++) {
      double frequency = Math.pow(config.ropeTheta(), -2.0 * i / width);
      for (int t = 0; t < config.contextLength(); t++) {
        double angle = t * frequency;
        cos[t * width + i] = cos[t * width + half + i] = (float) Math.cos(angle);
        sin[t * width + i] = (float) -Math.sin(angle);
        sin[t * width + half + i] = (float) Math.sin(angle);
      }
    }
    return new float[][] {cos, sin};
  }

  /** The weights of one block, looked up once. */
  private static final class Block {
    final Tensor inputNorm;
    final Linear query;
    final Linear key;
    final Linear value;
    final Linear output;
    final Tensor postNorm;
    final Linear gate;
    final Linear up;
    final Linear down;

    Block(Parameters parameters, Linears linears, String prefix) {
      inputNorm = parameters.get(prefix + "input_layernorm.weight");
      query = linears.of(prefix + "self_attn.q_proj");
      key = linears.of(prefix + "self_attn.k_proj");
      value = linears.of(prefix + "self_attn.v_proj");
      output = linears.of(prefix + "self_attn.o_proj");
      postNorm = parameters.get(prefix + "post_attention_layernorm.weight");
      gate = linears.of(prefix + "mlp.gate_proj");
      up = linears.of(prefix + "mlp.up_proj");
      down = linears.of(prefix + "mlp.down_proj");
    }
  }
}
