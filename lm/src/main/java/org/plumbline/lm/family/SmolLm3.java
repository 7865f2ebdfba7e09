package org.plumbline.lm.family;

import com.fasterxml.jackson.databind.JsonNode;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.model.DecoderConfig;
import org.plumbline.lm.model.DecoderNames;

/** SmolLM 3 (Hugging Face 2025): Llama, every few layers of which know no positions. */
final class SmolLm3 implements CausalFamily {
  @Override
  public String modelType() {
    return "smollm3";
  }

  @Override
  public DecoderConfig config(ConfigReader json) {
    CommonConfig c = CommonConfig.of(json).rotated(2_000_000);
    boolean bias = json.flag("attention_bias", false);
    c.attention = c.attention.withBias(bias, bias);
    c.feedForward = c.feedForward.withBias(json.flag("mlp_bias", false));
    c.tied = true;
    boolean slides = json.flag("use_sliding_window", false);
    return c.rotaries(layer -> rotates(json, layer) ? 0 : -1)
        .windows(layer -> slides && c.slides(layer, !rotates(json, layer)) ? c.slidingWindow() : 0)
        .build();
  }

  /** In spite of its name, a 1 in {@code no_rope_layers} says that a layer has rotary positions. */
  private static boolean rotates(ConfigReader json, int layer) {
    JsonNode listed = json.node("no_rope_layers");
    return listed.isArray()
        ? listed.path(layer).asInt(1) == 1
        : (layer + 1) % json.integer("no_rope_layer_interval", 4) != 0;
  }

  @Override
  public DecoderNames names(ConfigReader json) {
    return DecoderNames.LLAMA;
  }
}
