package org.plumbline.lm.family;

import org.plumbline.core.random.Seeds;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.model.Decoder;
import org.plumbline.lm.model.DecoderConfig;
import org.plumbline.lm.model.DecoderNames;

/**
 * Llama (Touvron et al. 2023): pre-norm blocks of rotary attention, with grouped key-value heads
 * since Llama 2, and gated feed-forward.
 */
public final class Llama implements CausalFamily {

  /** A model of this shape with random weights. */
  public static Decoder random(LlamaConfig config, Seeds seeds) {
    ConfigReader json = new ConfigReader(config.toJson());
    Llama family = new Llama();
    return Decoder.random(family.config(json), family.names(json), seeds);
  }

  @Override
  public String modelType() {
    return "llama";
  }

  @Override
  public DecoderConfig config(ConfigReader json) {
    CommonConfig c = CommonConfig.of(json).rotated(10_000);
    boolean bias = json.flag("attention_bias", false);
    c.attention = c.attention.withBias(bias, bias);
    c.feedForward = c.feedForward.withBias(json.flag("mlp_bias", false));
    return c.build();
  }

  @Override
  public DecoderNames names(ConfigReader json) {
    return DecoderNames.LLAMA;
  }
}
