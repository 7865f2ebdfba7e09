package org.plumbline.lm.seq2seq;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plumbline.lm.encoder.EncoderMasks;
import org.plumbline.lm.layer.FeedForward;
import org.plumbline.lm.layer.GatedMlp;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.layer.Mlp;
import org.plumbline.lm.layer.Norm;
import org.plumbline.lm.layer.WeightShapes;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.seq2seq.Attention.Sight;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/**
 * T5 (Raffel et al. 2020), and its version 1.1 with gated feed-forward: pre-norm blocks without
 * biases; scores of attention are not scaled, and get a term for the distance that all blocks
 * share.
 */
public final class T5 implements Seq2SeqLm {
  private static final String SHARED = "shared.weight";
  private static final String HEAD = "lm_head.weight";
  private static final String SELF = "layer.0.SelfAttention";
  private static final String CROSS = "layer.1.EncDecAttention";
  private static final String BIAS = "block.0." + SELF + ".relative_attention_bias";

  private final T5Config config;
  private final Parameters parameters;
  private final Linears linears;
  private final List<Block> encoder = new ArrayList<>();
  private final List<Block> decoder = new ArrayList<>();

  /**
   * The model with these weights, which it takes over.
   *
   * @param parameters with the names and shapes that {@link #shapes} lists
   */
  public T5(T5Config config, Parameters parameters) {
    this.config = config;
    this.parameters = parameters;
    this.linears = new Linears(parameters);
    for (int layer = 0; layer < config.encoderLayers(); layer++) {
      encoder.add(block("encoder.block." + layer + ".", false));
    }
    for (int layer = 0; layer < config.decoderLayers(); layer++) {
      decoder.add(block("decoder.block." + layer + ".", true));
    }
  }

  /** Every parameter's name and shape. */
  public static Map<String, long[]> shapes(T5Config c) {
    WeightShapes shapes = new WeightShapes().table("shared", c.vocabularySize(), c.width());
    stack(shapes, c, "encoder.", c.encoderLayers(), false);
    stack(shapes, c, "decoder.", c.decoderLayers(), true);
    if (!c.tied()) {
      shapes.table("lm_head", c.vocabularySize(), c.width());
    }
    return shapes.all();
  }

  private static void stack(
      WeightShapes shapes, T5Config c, String stack, int layers, boolean cross) {
    shapes.table(stack + BIAS, c.buckets(), c.heads());
    for (int layer = 0; layer < layers; layer++) {
      String p = stack + "block." + layer + ".";
      attention(shapes, c, p + SELF);
      shapes.norm(p + "layer.0.layer_norm", c.width(), false);
      if (cross) {
        attention(shapes, c, p + CROSS);
        shapes.norm(p + "layer.1.layer_norm", c.width(), false);
      }
      String last = p + (cross ? "layer.2." : "layer.1.");
      for (String in : c.gated() ? List.of("wi_0", "wi_1") : List.of("wi")) {
        shapes.table(last + "DenseReluDense." + in, c.innerSize(), c.width());
      }
      shapes.table(last + "DenseReluDense.wo", c.width(), c.innerSize());
      shapes.norm(last + "layer_norm", c.width(), false);
    }
    shapes.norm(stack + "final_layer_norm", c.width(), false);
  }

  private static void attention(WeightShapes shapes, T5Config c, String p) {
    long inner = (long) c.heads() * c.headSize();
    for (String in : List.of(".q", ".k", ".v")) {
      shapes.table(p + in, inner, c.width());
    }
    shapes.table(p + ".o", c.width(), inner);
  }

  @Override
  public Tensor encoded(TokenBatch texts) {
    int time = texts.width();
    Tensor mask = EncoderMasks.real(texts.lengths(), time);
    Sight sight = new Sight(mask, bias("encoder.", true, 0, time));
    Attended.Whole attended = new Attended.Whole(sight, null, null);
    Tensor x = Ops.embedding(parameters.get(SHARED), texts.ids());
    for (Block block : encoder) {
      x = block.of(x, attended);
    }
    return norm("encoder.final_layer_norm").of(x);
  }

  @Override
  public Tensor decoded(TokenBatch written, Tensor encoded, int[] lengths) {
    int time = written.width();
    Sight sight = new Sight(Sight.causal(time), bias("decoder.", false, 0, time));
    Sight cross = new Sight(EncoderMasks.real(lengths, (int) encoded.size(1)), null);
    Attended.Whole attended = new Attended.Whole(sight, encoded, cross);
    Tensor x = Ops.embedding(parameters.get(SHARED), written.ids());
    for (Block block : decoder) {
      x = block.of(x, attended);
    }
    return norm("decoder.final_layer_norm").of(x);
  }

  @Override
  public Decoding decoding(Tensor encoded, int[] lengths) {
    List<Attention> cross = decoder.stream().map(block -> requireNonNull(block.cross)).toList();
    return new CachedDecoding(this::next, cross, encoded, lengths);
  }

  private Tensor next(Tensor ids, CachedDecoding before) {
    Tensor bias = bias("decoder.", false, before.written(), 1);
    Tensor x = Ops.embedding(parameters.get(SHARED), ids);
    for (int layer = 0; layer < decoder.size(); layer++) {
      x = decoder.get(layer).of(x, before.layer(layer, bias));
    }
    return norm("decoder.final_layer_norm").of(x);
  }

  @Override
  public Tensor logits(Tensor decoded) {
    Tensor x = config.scaledOutput() ? decoded.times(1 / Math.sqrt(config.width())) : decoded;
    return Ops.linear(x, parameters.get(config.tied() ? SHARED : HEAD), null);
  }

  private Tensor bias(String stack, boolean bothWays, int before, int time) {
    return new RelativeBias(config.buckets(), config.furthest(), bothWays)
        .of(parameters.get(stack + BIAS + ".weight"), before, time);
  }

  private Block block(String p, boolean cross) {
    String last = p + (cross ? "layer.2." : "layer.1.");
    return new Block(
        norm(p + "layer.0.layer_norm"),
        attention(p + SELF),
        cross ? norm(p + "layer.1.layer_norm") : null,
        cross ? attention(p + CROSS) : null,
        norm(last + "layer_norm"),
        feedForward(last + "DenseReluDense."));
  }

  private FeedForward feedForward(String p) {
    return config.gated()
        ? new GatedMlp(
            linears.stack(linears.of(p + "wi_0"), linears.of(p + "wi_1")),
            linears.of(p + "wo"),
            config.activation())
        : new Mlp(linears.of(p + "wi"), linears.of(p + "wo"), config.activation());
  }

  private Attention attention(String p) {
    return new Attention(
        linears.of(p + ".q"),
        linears.of(p + ".k"),
        linears.of(p + ".v"),
        linears.of(p + ".o"),
        config.heads(),
        1);
  }

  private Norm norm(String module) {
    return Norm.of(Norm.Kind.ROOT_MEAN_SQUARE, parameters, module, config.normEpsilon());
  }

  /** The parts of a block; those that attend to the encoder are null in the encoder itself. */
  private record Block(
      Norm selfNorm,
      Attention self,
      @Nullable Norm crossNorm,
      @Nullable Attention cross,
      Norm outerNorm,
      FeedForward feedForward) {

    Tensor of(Tensor x, Attended attended) {
      x = x.plus(attended.own(self, selfNorm.of(x)));
      if (crossNorm != null && cross != null) {
        x = x.plus(attended.other(cross, crossNorm.of(x)));
      }
      return x.plus(feedForward.of(outerNorm.of(x)));
    }
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
  public int vocabularySize() {
    return config.vocabularySize();
  }

  @Override
  public int startId() {
    return config.startId();
  }

  @Override
  public void close() {
    parameters.close();
  }
}
