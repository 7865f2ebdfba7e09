package org.plumbline.lm.family;

import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.model.DecoderConfig;
import org.plumbline.lm.model.DecoderNames;
import org.plumbline.lm.model.DecoderNames.Norms;

/** GLM-4-0414 (GLM Team 2025): GLM with norms after both parts of a block too. */
final class Glm4 implements CausalFamily {
  @Override
  public String modelType() {
    return "glm4";
  }

  @Override
  public DecoderConfig config(ConfigReader json) {
    return Glm.common(json).build();
  }

  @Override
  public DecoderNames names(ConfigReader json) {
    return Glm.NAMES.with(
        new Norms(
            "input_layernorm",
            "post_self_attn_layernorm",
            "post_attention_layernorm",
            "post_mlp_layernorm"));
  }
}
