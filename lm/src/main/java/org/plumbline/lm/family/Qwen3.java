package org.plumbline.lm.family;

import org.plumbline.lm.model.AttentionConfig.QueryKeyNorm;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.model.DecoderConfig;
import org.plumbline.lm.model.DecoderNames;

/** Qwen 3 (Yang et al. 2025): each head of queries and keys is normalised before rotation. */
final class Qwen3 implements CausalFamily {
  @Override
  public String modelType() {
    return "qwen3";
  }

  @Override
  public DecoderConfig config(ConfigReader json) {
    return Qwen2.windows(common(json)).build();
  }

  static CommonConfig common(ConfigReader json) {
    CommonConfig c = CommonConfig.of(json).rotated(10_000);
    boolean bias = json.flag("attention_bias", false);
    c.attention = c.attention.withBias(bias, bias).withNorm(QueryKeyNorm.EACH_HEAD);
    return c;
  }

  @Override
  public DecoderNames names(ConfigReader json) {
    return DecoderNames.LLAMA;
  }
}
