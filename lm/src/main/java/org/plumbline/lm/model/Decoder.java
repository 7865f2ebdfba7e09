package org.plumbline.lm.model;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.layer.Norm;
import org.plumbline.lm.layer.RotaryTable;
import org.plumbline.lm.tensor.NativeRuntime;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.PackedWeight;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Recomputation;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * A causal language model of any family that {@link DecoderConfig} can describe: embeddings, blocks
 * of attention and feed-forward, a norm, and logits.
 */
public final class Decoder implements CausalLm {
  private static final int VALUES_AT_ONCE = 32;
  private static final int FEWEST_ROWS = 4;

  private final DecoderConfig config;
  private final DecoderNames names;
  private final Parameters parameters;
  private final Linears linears;
  private final List<DecoderBlock> blocks = new ArrayList<>();
  private final List<RotaryTable> tables;
  private final Norm finalNorm;
  private @Nullable PackedWeight packedHead;
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
    Tensor x = embedded(batch.ids());
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
  public Tensor extend(List<Continuation> parts, KeyValueCache cache) {
    List<Continuation> read = parts.stream().map(part -> whole(part, cache)).toList();
    CachedPass pass = new CachedPass(config, tables, read, cache, rows(CachedPass.tokens(read)));
    Tensor x = embedded(pass.ids()).contiguous();
    if (names.positions() != null) {
      x.plusInPlace(Ops.embedding(parameters.get(names.positions() + ".weight"), pass.positions()));
    }
    for (DecoderBlock block : blocks) {
      Scope.inner(() -> block.addTo(x, pass));
    }
    long[] last = new long[read.size()];
    long end = 0;
    for (int r = 0; r < last.length; r++) {
      end += read.get(r).ids().length;
      last[r] = end - 1;
      cache.advance(read.get(r));
    }
    return finalNorm.of(x.squeeze(0).indexSelect(0, Tensor.ofLongs(last, last.length)));
  }

  /** The part; or all of its text, if what was read of it is read otherwise now that it grows. */
  private Continuation whole(Continuation part, KeyValueCache cache) {
    int before = cache.readAs(part.slot());
    int after = Math.max(part.textLength(), cache.length(part.slot()) + part.ids().length);
    if (tables.stream().noneMatch(table -> table.switches(before, after))) {
      return part;
    }
    int[] text = cache.ids(part.slot());
    int[] all = Arrays.copyOf(text, text.length + part.ids().length);
    System.arraycopy(part.ids(), 0, all, text.length, part.ids().length);
    cache.clear(part.slot());
    return new Continuation(part.slot(), all, after);
  }

  /**
   * Rows of a pass over this many tokens, at its end filling. Functions of single values are
   * computed for many at once, and otherwise for those at the end of what a thread gets: no such
   * border may fall into the values of a token.
   */
  private int rows(int tokens) {
    int inner = config.feedForward().innerSize();
    boolean whole =
        inner % VALUES_AT_ONCE == 0 && config.feedForward().expertSize() % VALUES_AT_ONCE == 0;
    int unit = whole ? FEWEST_ROWS : VALUES_AT_ONCE;
    int rows = Math.ceilDiv(tokens, unit) * unit;
    while (NativeRuntime.valuesOfAThread((long) rows * inner) % VALUES_AT_ONCE != 0) {
      rows += unit;
    }
    return rows;
  }

  @Override
  public Linears.Packing pack() {
    Linears.Packing packedBlocks = linears.pack();
    PackedWeight head =
        config.head() == DecoderConfig.Head.NONE
            ? null
            : new PackedWeight(parameters.get(headName() + ".weight"), null);
    packedHead = head;
    return () -> {
      packedBlocks.close();
      packedHead = null;
      if (head != null) {
        head.close();
      }
    };
  }

  private Tensor embedded(Tensor ids) {
    Tensor x = Ops.embedding(parameters.get(names.embedding() + ".weight"), ids);
    return config.embeddingScale() == 1 ? x : x.times(config.embeddingScale());
  }

  @Override
  public Tensor logits(Tensor hidden) {
    PackedWeight head = packedHead;
    Tensor logits =
        head == null
            ? Ops.linear(hidden, parameters.get(headName() + ".weight"), null)
            : head.product(hidden);
    if (config.logitSoftCap() == 0) {
      return logits;
    }
    return head == null ? softCapped(logits) : eachRow(logits);
  }

  private Tensor softCapped(Tensor logits) {
    return Ops.softCap(logits, config.logitSoftCap());
  }

  /** Row by row, as a row's values must not depend on how many there are. */
  private Tensor eachRow(Tensor logits) {
    List<Tensor> capped = new ArrayList<>();
    for (int row = 0; row < logits.size(0); row++) {
      capped.add(softCapped(logits.narrow(0, row, 1)));
    }
    return Tensor.cat(capped, 0);
  }

  /** The matrix that gives logits, without {@code .weight}. */
  private String headName() {
    return switch (config.head()) {
      case TIED -> names.embedding();
      case OWN -> names.head();
      case NONE ->
          throw new InvalidInputException(
              "this model (%s) was saved without the head that gives next-token logits; use it as a reward model, or take the language model that it was made of"
                  .formatted(
                      config.json().path("architectures").path(0).asText("no architecture")));
    };
  }

  @Override
  public KeyValueCache cache(int slots, int capacity) {
    return new KeyValueCache(
        config.layers().size(),
        slots,
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
