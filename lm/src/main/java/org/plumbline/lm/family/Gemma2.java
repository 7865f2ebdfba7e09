package org.plumbline.lm.family;

import org.plumbline.lm.layer.Norm;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.model.DecoderConfig;
import org.plumbline.lm.model.DecoderNames;
import org.plumbline.lm.model.DecoderNames.Norms;

/**
 * Gemma 2 (Gemma Team 2024): norms before and after both parts of a block, scores and logits bent
 * to bounds, every other layer with a sliding window.
 */
final class Gemma2 implements CausalFamily {
  static final DecoderNames NAMES =
      DecoderNames.LLAMA.with(
          new Norms(
              "input_layernorm",
              "post_attention_layernorm",
              "pre_feedforward_layernorm",
              "post_feedforward_layernorm"));

  @Override
  public String modelType() {
    return "gemma2";
  }

  @Override
  public DecoderConfig config(ConfigReader json) {
    CommonConfig c = common(json).rotated(10_000);
    c.attention = c.attention.withSoftCap(json.number("attn_logit_softcapping", 0));
    return c.windows(layer -> c.slides(layer, layer % 2 == 0) ? c.slidingWindow() : 0).build();
  }

  /** What Gemma 2 and 3 share. */
  static CommonConfig common(ConfigReader json) {
    json.requireOnly("use_bidirectional_attention", false);
    CommonConfig c =
        CommonConfig.of(json, CommonConfig.Keys.USUAL.withActivation("hidden_activation"));
    boolean bias = json.flag("attention_bias", false);
    double scalar = json.number("query_pre_attn_scalar", 256);
    c.attention = c.attention.withBias(bias, bias).withScale(1 / Math.sqrt(scalar), false);
    c.norm = Norm.Kind.ROOT_MEAN_SQUARE_PLUS_ONE;
    c.embeddingScale = Math.sqrt(c.hiddenSize);
    c.logitSoftCap = json.number("final_logit_softcapping", 0);
    c.tied = true;
    return c;
  }

  @Override
  public DecoderNames names(ConfigReader json) {
    return NAMES;
  }
}
