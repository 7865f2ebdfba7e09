package org.plumbline.lm.family;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.plumbline.lm.layer.Activation;
import org.plumbline.lm.layer.Norm;
import org.plumbline.lm.layer.Rotary;
import org.plumbline.lm.model.AttentionConfig;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.model.DecoderConfig;
import org.plumbline.lm.model.FeedForwardConfig;

/**
 * The keys that most families share, read once, to be changed where a family differs.
 *
 * <p>It starts as a plain Llama: pre-norm, whole heads rotated, gated feed-forward with SiLU.
 */
final class CommonConfig {
  final ConfigReader json;
  final int hiddenSize;
  final int contextLength;
  final int layerCount;
  AttentionConfig attention;
  FeedForwardConfig feedForward;
  List<DecoderConfig.Layer> layers;
  List<Rotary> rotaries = List.of();
  Norm.Kind norm = Norm.Kind.ROOT_MEAN_SQUARE;
  double normEpsilon;
  boolean parallel;
  double embeddingScale = 1;
  double logitSoftCap;
  boolean tied;

  private CommonConfig(ConfigReader json, Keys keys) {
    this.json = json;
    this.hiddenSize = json.integer(keys.hiddenSize);
    this.contextLength = json.integer(keys.contextLength, 2048);
    this.layerCount = json.integer(keys.layers);
    int heads = json.integer(keys.heads);
    this.attention =
        AttentionConfig.of(
            heads,
            json.integer("num_key_value_heads", heads),
            json.integer(keys.headSize, hiddenSize / Math.max(1, heads)));
    this.feedForward =
        FeedForwardConfig.of(
            json.integer(keys.innerSize, 4 * hiddenSize),
            Activation.named(json.text(keys.activation, "silu")),
            false);
    this.layers = Collections.nCopies(layerCount, DecoderConfig.Layer.PLAIN);
    this.normEpsilon = json.number(keys.normEpsilon, 1e-6);
  }

  /** Keys whose names differ between families. */
  record Keys(
      String hiddenSize,
      String contextLength,
      String layers,
      String heads,
      String headSize,
      String innerSize,
      String activation,
      String normEpsilon) {
    /** The usual ones. */
    static final Keys USUAL =
        new Keys(
            "hidden_size",
            "max_position_embeddings",
            "num_hidden_layers",
            "num_attention_heads",
            "head_dim",
            "intermediate_size",
            "hidden_act",
            "rms_norm_eps");

    Keys withActivation(String key) {
      return new Keys(
          hiddenSize, contextLength, layers, heads, headSize, innerSize, key, normEpsilon);
    }

    Keys withNormEpsilon(String key) {
      return new Keys(
          hiddenSize, contextLength, layers, heads, headSize, innerSize, activation, key);
    }
  }

  static CommonConfig of(ConfigReader json) {
    return of(json, Keys.USUAL);
  }

  static CommonConfig of(ConfigReader json, Keys keys) {
    return new CommonConfig(json, keys);
  }

  /** Gives every query head a key and value head of its own; heads share the width. */
  CommonConfig ungrouped() {
    int heads = attention.heads();
    attention = AttentionConfig.of(heads, heads, hiddenSize / heads);
    return this;
  }

  /** Rotates whole heads by halves in all layers. */
  CommonConfig rotated(double theta) {
    rotaries = List.of(RotaryReader.plain(json, attention.headSize(), contextLength, theta).read());
    return this;
  }

  /** Rotates part of each head in all layers. */
  CommonConfig rotated(double theta, double share, Rotary.Layout layout) {
    rotaries =
        List.of(
            new RotaryReader(json, attention.headSize(), contextLength, theta, share, layout)
                .read());
    return this;
  }

  /** Lets layers see so many tokens; 0 is all. */
  CommonConfig windows(IntUnaryOperator windowOf) {
    return each(
        (i, layer) ->
            new DecoderConfig.Layer(windowOf.applyAsInt(i), layer.rotary(), layer.experts()));
  }

  /** Gives layers the rotary positions of this index; -1 is none. */
  CommonConfig rotaries(IntUnaryOperator rotaryOf) {
    return each(
        (i, layer) ->
            new DecoderConfig.Layer(layer.window(), rotaryOf.applyAsInt(i), layer.experts()));
  }

  /** Gives layers a mixture of experts. */
  CommonConfig experts(IntPredicate hasExperts) {
    return each(
        (i, layer) -> new DecoderConfig.Layer(layer.window(), layer.rotary(), hasExperts.test(i)));
  }

  private CommonConfig each(BiFunction<Integer, DecoderConfig.Layer, DecoderConfig.Layer> change) {
    List<DecoderConfig.Layer> changed = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      changed.add(change.apply(i, layers.get(i)));
    }
    layers = changed;
    return this;
  }

  /** The window of every layer, {@code sliding_window}; 0 is all. */
  int slidingWindow() {
    return json.integer("sliding_window", 0);
  }

  /**
   * Whether layer i slides: by {@code layer_types}, or by the family's rule where there is none.
   */
  boolean slides(int layer, boolean otherwise) {
    JsonNode types = json.node("layer_types");
    return types.isArray() ? types.path(layer).asText().equals("sliding_attention") : otherwise;
  }

  /** The whole of it. */
  DecoderConfig build() {
    return build(json.integer("vocab_size"));
  }

  DecoderConfig build(int vocabularySize) {
    return new DecoderConfig(
        json.json(),
        vocabularySize,
        hiddenSize,
        contextLength,
        json.id("bos_token_id"),
        json.id("eos_token_id"),
        attention,
        feedForward,
        layers,
        rotaries,
        norm,
        normEpsilon,
        parallel,
        embeddingScale,
        logitSoftCap,
        head());
  }

  /** A folder of a classifier, or of the bare model, holds no head for tokens. */
  private DecoderConfig.Head head() {
    String architecture = json.node("architectures").path(0).asText("");
    boolean headless =
        architecture.endsWith("Classification")
            || architecture.endsWith("Model")
                && !architecture.endsWith("LMHeadModel")
                && !architecture.startsWith("ChatGLM");
    if (headless) {
      return DecoderConfig.Head.NONE;
    }
    return json.flag("tie_word_embeddings", tied)
        ? DecoderConfig.Head.TIED
        : DecoderConfig.Head.OWN;
  }
}
