package org.plumbline.lm.seq2seq;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plumbline.lm.encoder.EncoderMasks;
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
 * BART (Lewis et al. 2020), and Marian (Junczys-Dowmunt et al. 2018), which differs in its
 * positions: post-norm blocks, and a constant that is added to the logits.
 */
public final class Bart implements Seq2SeqLm {
  private static final String SHARED = "model.shared";
  private static final String CONSTANT = "final_logits_bias";
  private static final String ENCODER = "model.encoder.";
  private static final String DECODER = "model.decoder.";
  private static final String POSITIONS = "embed_positions";
  private static final String NORM = "layernorm_embedding";

  /** Rows of the table of positions that nothing reads, as published. */
  private static final int UNUSED_POSITIONS = 2;

  private static final double EPSILON = 1e-5;

  private final BartConfig config;
  private final Parameters parameters = new Parameters();
  private final Parameters all;
  private final Tensor constant;
  private final Linears linears;
  private final List<Block> encoder = new ArrayList<>();
  private final List<Block> decoder = new ArrayList<>();

  /**
   * The model with these weights, which it takes over.
   *
   * @param all with the names and shapes that {@link #shapes} lists
   */
  public Bart(BartConfig config, Parameters all) {
    this.config = config;
    this.all = all;
    this.constant = all.get(CONSTANT);
    // The constant is no parameter: nothing trains it.
    all.asMap().entrySet().stream()
        .filter(entry -> !entry.getKey().equals(CONSTANT))
        .forEach(entry -> parameters.add(entry.getKey(), entry.getValue()));
    this.linears = new Linears(parameters);
    for (int layer = 0; layer < config.encoder().layers(); layer++) {
      String p = ENCODER + "layers." + layer + ".";
      encoder.add(block(p, config.encoder().heads(), false));
    }
    for (int layer = 0; layer < config.decoder().layers(); layer++) {
      String p = DECODER + "layers." + layer + ".";
      decoder.add(block(p, config.decoder().heads(), true));
    }
  }

  /** Every weight's name and shape. */
  public static Map<String, long[]> shapes(BartConfig c) {
    WeightShapes shapes =
        new WeightShapes()
            .matrix(CONSTANT, 1, c.vocabularySize())
            .table(SHARED, c.vocabularySize(), c.width());
    stack(shapes, c, ENCODER, c.encoder(), false);
    stack(shapes, c, DECODER, c.decoder(), true);
    return shapes.all();
  }

  private static void stack(
      WeightShapes shapes, BartConfig c, String stack, BartConfig.Stack size, boolean cross) {
    long width = c.width();
    if (c.positions() == BartConfig.Positions.LEARNT) {
      shapes.table(stack + POSITIONS, c.contextLength() + (long) UNUSED_POSITIONS, width);
      shapes.norm(stack + NORM, width, true);
    }
    for (int layer = 0; layer < size.layers(); layer++) {
      String p = stack + "layers." + layer + ".";
      for (String attention : cross ? List.of("self_attn", "encoder_attn") : List.of("self_attn")) {
        for (String part : List.of(".q_proj", ".k_proj", ".v_proj", ".out_proj")) {
          shapes.linear(p + attention + part, width, width, true);
        }
        shapes.norm(p + attention + "_layer_norm", width, true);
      }
      shapes
          .linear(p + "fc1", size.innerSize(), width, true)
          .linear(p + "fc2", width, size.innerSize(), true)
          .norm(p + "final_layer_norm", width, true);
    }
  }

  @Override
  public Tensor encoded(TokenBatch texts) {
    Sight sight = new Sight(EncoderMasks.real(texts.lengths(), texts.width()), null);
    Attended.Whole attended = new Attended.Whole(sight, null, null);
    Tensor x = embedded(texts.ids(), 0, ENCODER);
    for (Block block : encoder) {
      x = block.of(x, attended);
    }
    return x;
  }

  @Override
  public Tensor decoded(TokenBatch written, Tensor encoded, int[] lengths) {
    Sight sight = new Sight(Sight.causal(written.width()), null);
    Sight cross = new Sight(EncoderMasks.real(lengths, (int) encoded.size(1)), null);
    Attended.Whole attended = new Attended.Whole(sight, encoded, cross);
    Tensor x = embedded(written.ids(), 0, DECODER);
    for (Block block : decoder) {
      x = block.of(x, attended);
    }
    return x;
  }

  @Override
  public Decoding decoding(Tensor encoded, int[] lengths) {
    List<Attention> cross = decoder.stream().map(block -> requireNonNull(block.cross)).toList();
    return new CachedDecoding(this::next, cross, encoded, lengths);
  }

  private Tensor next(Tensor ids, CachedDecoding before) {
    Tensor x = embedded(ids, before.written(), DECODER);
    for (int layer = 0; layer < decoder.size(); layer++) {
      x = decoder.get(layer).of(x, before.layer(layer, null));
    }
    return x;
  }

  @Override
  public Tensor logits(Tensor decoded) {
    return Ops.linear(decoded, parameters.get(SHARED + ".weight"), null).plus(constant);
  }

  /**
   * The vectors of tokens at their places.
   *
   * @param ids [batch, time]
   * @param before tokens before the first of them
   */
  private Tensor embedded(Tensor ids, int before, String stack) {
    int time = (int) ids.size(1);
    EncoderMasks.requireWithin(before + time, config.contextLength());
    Tensor words = Ops.embedding(parameters.get(SHARED + ".weight"), ids, config.fillId());
    if (config.scaledEmbedding()) {
      words = words.times(Math.sqrt(config.width()));
    }
    return switch (config.positions()) {
      case LEARNT -> {
        Tensor table = parameters.get(stack + POSITIONS + ".weight");
        Tensor places = table.narrow(0, UNUSED_POSITIONS + (long) before, time);
        yield norm(stack + NORM).of(words.plus(places));
      }
      case SINES -> words.plus(sines(before, time, config.width()));
    };
  }

  /** Sines of all frequencies, then their cosines, [time, width]. */
  static Tensor sines(int before, int time, int width) {
    int half = width / 2 + width % 2;
    float[] values = new float[time * width];
    for (int t = 0; t < time; t++) {
      for (int i = 0; i < width; i++) {
        boolean sine = i < half;
        int frequency = sine ? i : i - half;
        double angle = (before + t) * Math.pow(10_000, -2.0 * frequency / width);
        values[t * width + i] = (float) (sine ? Math.sin(angle) : Math.cos(angle));
      }
    }
    return Tensor.of(values, time, width);
  }

  private Block block(String p, int heads, boolean cross) {
    return new Block(
        attention(p + "self_attn", heads),
        norm(p + "self_attn_layer_norm"),
        cross ? attention(p + "encoder_attn", heads) : null,
        cross ? norm(p + "encoder_attn_layer_norm") : null,
        new Mlp(linears.of(p + "fc1"), linears.of(p + "fc2"), config.activation()),
        norm(p + "final_layer_norm"));
  }

  private Attention attention(String p, int heads) {
    return new Attention(
        linears.of(p + ".q_proj"),
        linears.of(p + ".k_proj"),
        linears.of(p + ".v_proj"),
        linears.of(p + ".out_proj"),
        heads,
        Math.sqrt((double) heads / config.width()));
  }

  private Norm norm(String module) {
    return Norm.of(Norm.Kind.LAYER, parameters, module, EPSILON);
  }

  /** The parts of a block; those that attend to the encoder are null in the encoder itself. */
  private record Block(
      Attention self,
      Norm selfNorm,
      @Nullable Attention cross,
      @Nullable Norm crossNorm,
      Mlp feedForward,
      Norm outerNorm) {

    Tensor of(Tensor x, Attended attended) {
      x = selfNorm.of(x.plus(attended.own(self, x)));
      if (cross != null && crossNorm != null) {
        x = crossNorm.of(x.plus(attended.other(cross, x)));
      }
      return outerNorm.of(x.plus(feedForward.of(x)));
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
    all.close();
  }
}
