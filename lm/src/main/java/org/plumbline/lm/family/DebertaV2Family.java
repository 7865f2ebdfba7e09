package org.plumbline.lm.family;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.plumbline.lm.encoder.DebertaV2;
import org.plumbline.lm.encoder.DebertaV2Config;
import org.plumbline.lm.encoder.Encoder;
import org.plumbline.lm.encoder.RelativePositions;
import org.plumbline.lm.encoder.ScoreHead;
import org.plumbline.lm.layer.Activation;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.tensor.Parameters;

/** DeBERTa of versions 2 and 3 (He et al. 2021; 2023), without the convolution of some sizes. */
final class DebertaV2Family implements EncoderFamily {
  @Override
  public String modelType() {
    return "deberta-v2";
  }

  @Override
  public String prefix() {
    return "deberta.";
  }

  @Override
  public Encoder encoder(
      ConfigReader json, String prefix, Function<Map<String, long[]>, Parameters> weights) {
    DebertaV2Config config = config(json);
    return new DebertaV2(
        config,
        prefix,
        EncoderFamily.bare(json, "DebertaV2Model"),
        weights.apply(DebertaV2.shapes(config, prefix)));
  }

  private static DebertaV2Config config(ConfigReader json) {
    json.requireOnly("conv_kernel_size", 0);
    int hidden = json.integer("hidden_size");
    int heads = json.integer("num_attention_heads");
    json.requireOnly("attention_head_size", hidden / Math.max(1, heads));
    List<String> terms = terms(json.node("pos_att_type"));
    return new DebertaV2Config(
        json.integer("vocab_size"),
        hidden,
        json.integer("embedding_size", hidden),
        json.integer("intermediate_size"),
        json.integer("num_hidden_layers"),
        heads,
        json.integer("max_position_embeddings"),
        json.integer("type_vocab_size", 0),
        json.flag("position_biased_input", true),
        1 + terms.size(),
        json.flag("relative_attention", false) ? relative(json, terms) : null,
        json.number("layer_norm_eps", 1e-7),
        Activation.named(json.text("hidden_act", "gelu")));
  }

  private static @Nullable RelativePositions relative(ConfigReader json, List<String> terms) {
    int furthest = json.integer("max_relative_positions", -1);
    String norm = json.text("norm_rel_ebd", "none").toLowerCase(Locale.ROOT);
    return new RelativePositions(
        terms.contains("c2p"),
        terms.contains("p2c"),
        json.flag("share_att_key", false),
        Math.max(0, json.integer("position_buckets", -1)),
        furthest < 1 ? json.integer("max_position_embeddings") : furthest,
        Arrays.stream(norm.split("\\|")).anyMatch(part -> part.strip().equals("layer_norm")));
  }

  /** A list, or a text with bars between, as older files have it. */
  private static List<String> terms(JsonNode given) {
    List<String> all =
        given.isArray()
            ? StreamSupport.stream(given.spliterator(), false).map(JsonNode::asText).toList()
            : List.of(given.asText("").toLowerCase(Locale.ROOT).split("\\|"));
    return all.stream()
        .map(String::strip)
        .filter(term -> term.equals("c2p") || term.equals("p2c"))
        .distinct()
        .toList();
  }

  @Override
  public ScoreHead head(ConfigReader json) {
    json.requireOnly("pooler_hidden_size", json.integer("hidden_size"));
    return ScoreHead.ofFirst(
        "pooler.dense", Activation.named(json.text("pooler_hidden_act", "gelu")), "classifier");
  }

  @Override
  public List<String> ignored() {
    return List.of(
        "pooler.",
        "classifier.",
        "cls.",
        "lm_predictions.",
        "mask_predictions.",
        "qa_outputs.",
        "embeddings.position_ids");
  }
}
