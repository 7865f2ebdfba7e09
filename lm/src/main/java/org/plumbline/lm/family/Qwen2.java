package org.plumbline.lm.family;

import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.model.DecoderConfig;
import org.plumbline.lm.model.DecoderNames;

/** Qwen 2 and 2.5 (Yang et al. 2024): Llama whose queries, keys and values have a bias. */
final class Qwen2 implements CausalFamily {
  @Override
  public String modelType() {
    return "qwen2";
  }

  @Override
  public DecoderConfig config(ConfigReader json) {
    CommonConfig c = CommonConfig.of(json).rotated(10_000);
    c.attention = c.attention.withBias(true, false);
    return windows(c).build();
  }

  /** Layers from {@code max_window_layers} on slide, where sliding is switched on. */
  static CommonConfig windows(CommonConfig c) {
    boolean used = c.json.flag("use_sliding_window", false);
    int full = c.json.integer("max_window_layers", 28);
    return c.windows(layer -> used && c.slides(layer, layer >= full) ? c.slidingWindow() : 0);
  }

  @Override
  public DecoderNames names(ConfigReader json) {
    return DecoderNames.LLAMA;
  }
}
