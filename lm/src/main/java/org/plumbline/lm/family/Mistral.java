package org.plumbline.lm.family;

import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.model.DecoderConfig;
import org.plumbline.lm.model.DecoderNames;

/** Mistral (Jiang et al. 2023): Llama whose layers see the last {@code sliding_window} tokens. */
final class Mistral implements CausalFamily {
  @Override
  public String modelType() {
    return "mistral";
  }

  @Override
  public DecoderConfig config(ConfigReader json) {
    CommonConfig c = CommonConfig.of(json).rotated(10_000);
    return c.windows(layer -> c.slidingWindow()).build();
  }

  @Override
  public DecoderNames names(ConfigReader json) {
    return DecoderNames.LLAMA;
  }
}
