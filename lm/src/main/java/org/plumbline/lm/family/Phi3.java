package org.plumbline.lm.family;

import org.plumbline.lm.layer.Rotary;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.model.DecoderConfig;
import org.plumbline.lm.model.DecoderNames;

/** Phi 3 and 4 (Abdin et al. 2024): Llama with joined matrices and long texts by LongRoPE. */
final class Phi3 implements CausalFamily {
  @Override
  public String modelType() {
    return "phi3";
  }

  @Override
  public DecoderConfig config(ConfigReader json) {
    CommonConfig c = CommonConfig.of(json).rotated(10_000, 1, Rotary.Layout.HALVES);
    return c.windows(layer -> c.slidingWindow()).build();
  }

  @Override
  public DecoderNames names(ConfigReader json) {
    return DecoderNames.LLAMA
        .with(new DecoderNames.Attention.Joined("self_attn.qkv_proj", false, "self_attn.o_proj"))
        .with(new DecoderNames.FeedForward.JoinedGated("mlp.gate_up_proj", "mlp.down_proj"));
  }
}
