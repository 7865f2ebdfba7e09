package org.plumbline.lm.family;

import org.plumbline.lm.model.AttentionConfig.QueryKeyNorm;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.model.DecoderConfig;
import org.plumbline.lm.model.DecoderNames;
import org.plumbline.lm.model.DecoderNames.Norms;

/**
 * OLMo 2 (OLMo Team 2025): norms after both parts of a block instead of before, and of all heads of
 * queries and keys at once.
 */
final class Olmo2 implements CausalFamily {
  @Override
  public String modelType() {
    return "olmo2";
  }

  @Override
  public DecoderConfig config(ConfigReader json) {
    CommonConfig c = CommonConfig.of(json).rotated(10_000);
    boolean bias = json.flag("attention_bias", false);
    c.attention = c.attention.withBias(bias, bias).withNorm(QueryKeyNorm.ALL_HEADS);
    return c.build();
  }

  @Override
  public DecoderNames names(ConfigReader json) {
    return DecoderNames.LLAMA.with(
        new Norms(null, "post_attention_layernorm", null, "post_feedforward_layernorm"));
  }
}
