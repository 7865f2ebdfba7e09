package org.plumbline.lm.family;

import java.util.List;
import org.plumbline.lm.layer.Rotary;
import org.plumbline.lm.layer.RotaryScaling;
import org.plumbline.lm.model.AttentionConfig.QueryKeyNorm;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.model.DecoderConfig;
import org.plumbline.lm.model.DecoderNames;

/**
 * The text model of Gemma 3 (Gemma Team 2025): Gemma 2 with normalised queries and keys, and rotary
 * positions of their own for sliding and for full layers.
 */
final class Gemma3 implements CausalFamily {
  private static final int FULL = 0;
  private static final int SLIDING = 1;

  @Override
  public String modelType() {
    return "gemma3_text";
  }

  @Override
  public DecoderConfig config(ConfigReader json) {
    CommonConfig c = Gemma2.common(json);
    // attn_logit_softcapping, which configurations still carry, is used no more.
    c.attention = c.attention.withNorm(QueryKeyNorm.EACH_HEAD);
    RotaryReader rotary =
        RotaryReader.plain(json, c.attention.headSize(), c.contextLength, 1_000_000);
    c.rotaries =
        RotaryReader.perLayerType(json)
            ? List.of(rotary.read("full_attention"), rotary.read("sliding_attention"))
            : List.of(rotary.read(), sliding(json, c));
    int pattern =
        json.integer("sliding_window_pattern", json.integer("_sliding_window_pattern", 6));
    return c.rotaries(layer -> slides(c, layer, pattern) ? SLIDING : FULL)
        .windows(layer -> slides(c, layer, pattern) ? c.slidingWindow() : 0)
        .build();
  }

  /** Configurations of transformers 4 name the base alone; these layers are never scaled. */
  private static Rotary sliding(ConfigReader json, CommonConfig c) {
    return new Rotary(
        json.number("rope_local_base_freq", 10_000),
        c.attention.headSize(),
        Rotary.Layout.HALVES,
        new RotaryScaling.None());
  }

  private static boolean slides(CommonConfig c, int layer, int pattern) {
    return c.slides(layer, (layer + 1) % pattern != 0);
  }

  @Override
  public DecoderNames names(ConfigReader json) {
    return Gemma2.NAMES;
  }
}
