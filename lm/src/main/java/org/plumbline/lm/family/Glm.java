package org.plumbline.lm.family;

import org.plumbline.lm.layer.Rotary;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.model.DecoderConfig;
import org.plumbline.lm.model.DecoderNames;

/** GLM-4-9B (GLM Team 2024): neighbouring pairs of the first half of each head are rotated. */
final class Glm implements CausalFamily {
  static final DecoderNames NAMES =
      DecoderNames.LLAMA.with(
          new DecoderNames.FeedForward.JoinedGated("mlp.gate_up_proj", "mlp.down_proj"));

  @Override
  public String modelType() {
    return "glm";
  }

  @Override
  public DecoderConfig config(ConfigReader json) {
    return common(json).build();
  }

  /** What GLM and GLM-4-0414 share. */
  static CommonConfig common(ConfigReader json) {
    CommonConfig c = CommonConfig.of(json).rotated(10_000, 0.5, Rotary.Layout.NEIGHBOURS);
    c.attention = c.attention.withBias(json.flag("attention_bias", false), false);
    return c;
  }

  @Override
  public DecoderNames names(ConfigReader json) {
    return NAMES;
  }
}
