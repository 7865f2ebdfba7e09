package org.plumbline.lm.family;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.plumbline.lm.encoder.Encoder;
import org.plumbline.lm.encoder.ModernBert;
import org.plumbline.lm.encoder.ModernBertConfig;
import org.plumbline.lm.encoder.Pooling;
import org.plumbline.lm.encoder.ScoreHead;
import org.plumbline.lm.layer.Activation;
import org.plumbline.lm.layer.Rotary;
import org.plumbline.lm.layer.RotaryScaling;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.tensor.Parameters;

/** ModernBERT (Warner et al. 2024). */
final class ModernBertFamily implements EncoderFamily {
  private static final String SLIDING = "sliding_attention";

  @Override
  public String modelType() {
    return "modernbert";
  }

  @Override
  public String prefix() {
    return "model.";
  }

  @Override
  public Encoder encoder(
      ConfigReader json, String prefix, Function<Map<String, long[]>, Parameters> weights) {
    ModernBertConfig config = config(json);
    return new ModernBert(
        config,
        prefix,
        pooling(json),
        EncoderFamily.bare(json, "ModernBertModel"),
        weights.apply(ModernBert.shapes(config, prefix)));
  }

  private static ModernBertConfig config(ConfigReader json) {
    int hidden = json.integer("hidden_size");
    int heads = json.integer("num_attention_heads");
    int context = json.integer("max_position_embeddings");
    RotaryReader rotary = RotaryReader.plain(json, hidden / Math.max(1, heads), context, 160_000);
    boolean perType = RotaryReader.perLayerType(json);
    return new ModernBertConfig(
        json.integer("vocab_size"),
        hidden,
        json.integer("intermediate_size"),
        heads,
        context,
        slides(json),
        json.integer("local_attention", 128) / 2,
        perType ? rotary.read("full_attention") : older(json, "global_rope_theta", rotary),
        perType ? rotary.read(SLIDING) : older(json, "local_rope_theta", rotary),
        Activation.named(json.text("hidden_activation", "gelu")),
        json.number("norm_eps", 1e-5),
        json.flag("norm_bias", false),
        json.flag("attention_bias", false),
        json.flag("mlp_bias", false));
  }

  /** Configurations of transformers 4 name the two bases alone; the local one may be null. */
  private static Rotary older(ConfigReader json, String key, RotaryReader rotary) {
    boolean absent = json.json().path(key).isMissingNode();
    double otherwise =
        absent && key.startsWith("local") ? 10_000 : json.number("global_rope_theta", 160_000);
    return new Rotary(
        json.number(key, otherwise),
        rotary.headSize(),
        Rotary.Layout.HALVES,
        new RotaryScaling.None());
  }

  private static List<Boolean> slides(ConfigReader json) {
    int layers = json.integer("num_hidden_layers");
    boolean listed = json.node("layer_types").isArray();
    require(
        !listed || json.node("layer_types").size() == layers,
        "layer_types must have %d entries, one for each block (got %d)",
        layers,
        json.node("layer_types").size());
    int every = json.integer("global_attn_every_n_layers", 3);
    require(every > 0, "global_attn_every_n_layers must be positive (got %d)", every);
    List<Boolean> slides = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      slides.add(
          listed
              ? json.node("layer_types").get(layer).asText().equals(SLIDING)
              : layer % every != 0);
    }
    return slides;
  }

  private static Pooling pooling(ConfigReader json) {
    String pooling = json.text("classifier_pooling", "cls");
    require(
        pooling.equals("cls") || pooling.equals("mean"),
        "classifier_pooling must be cls or mean (got '%s')",
        pooling);
    return pooling.equals("cls") ? Pooling.FIRST : Pooling.MEAN;
  }

  @Override
  public ScoreHead head(ConfigReader json) {
    return new ScoreHead(
        pooling(json),
        "head.dense",
        json.flag("classifier_bias", false),
        Activation.named(json.text("classifier_activation", "gelu")),
        new ScoreHead.HeadNorm(
            "head.norm", json.flag("norm_bias", false), json.number("norm_eps", 1e-5)),
        "classifier");
  }

  @Override
  public List<String> ignored() {
    return List.of("head.", "decoder.", "classifier.");
  }
}
