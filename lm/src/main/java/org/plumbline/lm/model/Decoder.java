package org.plumbline.lm.model;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.layer.Norm;
import org.plumbline.lm.layer.RotaryTable;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Recomputation;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * A causal language model of any family that {@link DecoderConfig} can describe: embeddings, blocks
 * of attention and feed-forward, a norm, and logits.
 */
public final class Decoder implements CausalLm {
  private final DecoderConfig config;
  private final DecoderNames names;
  private final Parameters parameters;
  private final Linears linears;
  private final List<DecoderBlock> blocks = new ArrayList<>();
  private final List<RotaryTable> tables;
  private final Norm finalNorm;
  private boolean recompute;

  /**
   * The model with these weights, which it takes over.
   *
   * @param parameters with the names and shapes that {@link #shapes} lists
   */
  public Decoder(DecoderConfig config, DecoderNames names, Parameters parameters) {
    this.config = config;
    this.names = names;
    this.parameters = parameters;
    this.linears = new Linears(parameters);
    for (int layer = 0; layer < config.layers().size(); layer++) {
      blocks.add(new DecoderBlock(config, names, layer, parameters, linears));
    }
    this.tables = config.rotaries().stream().map(RotaryTable::new).toList();
    this.finalNorm = Norm.of(config.norm(), parameters, names.finalNorm(), config.normEpsilon());
  }

  /**
   * A model with random weights: normal with deviation 0.02, output projections divided by the root
   * of 2 layers (GPT-2); norms are 1.
   */
  public static Decoder random(DecoderConfig config, DecoderNames names, Seeds seeds) {
    Parameters parameters = new Parameters();
    double residual = 0.02 / Math.sqrt(2.0 * config.layers().size());
    shapes(config, names)
        .forEach(
            (name, shape) -> {
              boolean output = name.endsWith("o_proj.weight") || name.endsWith("down_proj.weight");
              double deviation = output ? residual : 0.02;
              parameters.add(name, fresh(seeds.stream(name), shape, deviation).keep());
            });
    return new Decoder(config, names, parameters);
  }

  private static Tensor fresh(SplittableRandom random, long[] shape, double deviation) {
    int count = 1;
    for (long length : shape) {
      count *= (int) length;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = shape.length == 1 ? 1f : (float) (random.nextGaussian() * deviation);
    }
    return Tensor.of(values, shape);
  }

  /** Every parameter's name and shape, in the order of the computation. */
  public static Map<String, long[]> shapes(DecoderConfig config, DecoderNames names) {
    return DecoderShapes.of(config, names);
  }

  @Override
  public Tensor hidden(TokenBatch batch) {
    return finalNorm.of(lower(batch, blocks.size()));
  }

  @Override
  public Tensor lower(TokenBatch batch, int layers) {
    require(
        batch.longestDocument() <= config.contextLength(),
        "a text has %d tokens, the model reads at most %d; shorten it or allow truncation",
        batch.longestDocument(),
        config.contextLength());
    Tensor x = Scope.part(() -> placed(batch));
    return layers == 0 ? x : blocks(x, DecoderPass.over(config, tables, batch), 0, layers);
  }

  /** Embeddings of tokens, and of their positions where the model has such. */
  private Tensor placed(TokenBatch batch) {
    Tensor x = embedded(batch);
    if (names.positions() == null) {
      return x;
    }
    Tensor table = parameters.get(names.positions() + ".weight");
    return x.plus(
        batch.isPacked()
            ? Ops.embedding(table, batch.positions())
            : table.narrow(0, 0, batch.width()));
  }

  @Override
  public Tensor upper(Tensor hidden, int[] lengths, int fromLayer) {
    DecoderPass pass = new DecoderPass(config, tables, lengths, (int) hidden.size(1));
    return finalNorm.of(blocks(hidden, pass, fromLayer, blocks.size()));
  }

  @Override
  public void recompute(boolean wanted) {
    recompute = wanted;
  }

  private Tensor blocks(Tensor x, DecoderPass pass, int from, int to) {
    if (recompute && Scope.recordsGradients()) {
      List<UnaryOperator<Tensor>> functions = new ArrayList<>();
      for (DecoderBlock block : blocks.subList(from, to)) {
        functions.add(input -> block.apply(input, pass));
      }
      return Recomputation.through(x, functions);
    }
    for (DecoderBlock block : blocks.subList(from, to)) {
      Tensor input = x;
      x = Scope.part(() -> block.apply(input, pass));
    }
    return x;
  }

  @Override
  public Tensor extend(TokenBatch batch, KeyValueCache cache) {
    if (switchesFrequencies(batch, cache)) {
      return extend(cache.forget(batch), cache);
    }
    DecoderPass pass = new DecoderPass(config, tables, batch, cache);
    Tensor x = embedded(batch);
    if (names.positions() != null) {
      x = x.plus(Ops.embedding(parameters.get(names.positions() + ".weight"), pass.positions()));
    }
    for (DecoderBlock block : blocks) {
      x = block.apply(x, pass);
    }
    cache.advance(batch);
    return finalNorm.of(x.reshape(-1, config.hiddenSize()).indexSelect(0, batch.lastTokens()));
  }

  /** Whether what was read of some sequence would be read otherwise now that it is longer. */
  private boolean switchesFrequencies(TokenBatch batch, KeyValueCache cache) {
    for (int r = 0; r < batch.size(); r++) {
      int before = cache.length(r);
      int after = before + batch.length(r);
      if (tables.stream().anyMatch(table -> table.switches(before, after))) {
        return true;
      }
    }
    return false;
  }

  private Tensor embedded(TokenBatch batch) {
    Tensor x = Ops.embedding(parameters.get(names.embedding() + ".weight"), batch.ids());
    return config.embeddingScale() == 1 ? x : x.times(config.embeddingScale());
  }

  @Override
  public Tensor logits(Tensor hidden) {
    String table =
        switch (config.head()) {
          case TIED -> names.embedding();
          case OWN -> names.head();
          case NONE ->
              throw new InvalidInputException(
                  "this model (%s) was saved without the head that gives next-token logits; use it as a reward model, or take the language model that it was made of"
                      .formatted(
                          config.json().path("architectures").path(0).asText("no architecture")));
        };
    Tensor logits = Ops.linear(hidden, parameters.get(table + ".weight"), null);
    return config.logitSoftCap() == 0 ? logits : Ops.softCap(logits, config.logitSoftCap());
  }

  @Override
  public KeyValueCache cache(int rows, int capacity) {
    return new KeyValueCache(
        config.layers().size(),
        rows,
        Math.min(capacity, config.contextLength()),
        config.attention().keyValueHeads(),
        config.attention().headSize());
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
    return blocks.size();
  }

  @Override
  public int width() {
    return config.hiddenSize();
  }

  @Override
  public int layerOf(String parameter) {
    return names.layerOf(parameter, blocks.size());
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

  /** As it was read, but for the type of the weights, which are 32-bit floats now. */
  @Override
  public ObjectNode configuration() {
    ObjectNode json = config.json().deepCopy();
    json.put(json.has("torch_dtype") ? "torch_dtype" : "dtype", "float32");
    return json;
  }

  @Override
  public Decoder copy() {
    return new Decoder(config, names, parameters.copy());
  }

  @Override
  public void close() {
    parameters.close();
    tables.forEach(RotaryTable::close);
  }
}
