package org.plumbline.lm.family;

import java.util.List;
import org.plumbline.lm.layer.Activation;
import org.plumbline.lm.layer.Norm;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.model.DecoderConfig;
import org.plumbline.lm.model.DecoderNames;

/** GPT-2 (Radford et al. 2019): learnt positions, layer norms, weights stored as [in, out]. */
final class Gpt2 implements CausalFamily {
  private static final CommonConfig.Keys KEYS =
      new CommonConfig.Keys(
          "n_embd",
          "n_positions",
          "n_layer",
          "n_head",
          "head_dim",
          "n_inner",
          "activation_function",
          "layer_norm_epsilon");

  @Override
  public String modelType() {
    return "gpt2";
  }

  @Override
  public DecoderConfig config(ConfigReader json) {
    json.requireOnly("add_cross_attention", false);
    CommonConfig c = CommonConfig.of(json, KEYS).ungrouped();
    boolean scaled = json.flag("scale_attn_weights", true);
    c.attention =
        c.attention
            .withBias(true, true)
            .withScale(
                scaled ? c.attention.scale() : 1,
                json.flag("scale_attn_by_inverse_layer_idx", false));
    c.feedForward =
        c.feedForward
            .withBias(true)
            .withActivation(Activation.named(json.text("activation_function", "gelu_new")));
    c.norm = Norm.Kind.LAYER;
    c.normEpsilon = json.number("layer_norm_epsilon", 1e-5);
    c.layers = c.layers.stream().map(layer -> new DecoderConfig.Layer(0, -1, false)).toList();
    c.tied = true;
    return c.build();
  }

  @Override
  public DecoderNames names(ConfigReader json) {
    return new DecoderNames(
        "transformer.",
        "transformer.wte",
        "transformer.wpe",
        "transformer.h.%d.",
        new DecoderNames.Attention.Joined("attn.c_attn", false, "attn.c_proj"),
        new DecoderNames.Norms("ln_1", null, "ln_2", null),
        new DecoderNames.FeedForward.Plain("mlp.c_fc", "mlp.c_proj"),
        "transformer.ln_f",
        "lm_head",
        true);
  }

  @Override
  public List<String> ignored() {
    // Causal masks, which older files carry.
    return List.of(".attn.bias", ".attn.masked_bias");
  }
}
