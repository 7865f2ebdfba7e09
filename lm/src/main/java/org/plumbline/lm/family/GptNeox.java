package org.plumbline.lm.family;

import java.util.List;
import org.plumbline.lm.layer.Activation;
import org.plumbline.lm.layer.Norm;
import org.plumbline.lm.layer.Rotary;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.model.DecoderConfig;
import org.plumbline.lm.model.DecoderNames;

/**
 * GPT-NeoX (Black et al. 2022) and Pythia: attention and feed-forward side by side, a quarter of
 * each head rotated, queries, keys and values side by side for each head.
 */
final class GptNeox implements CausalFamily {
  @Override
  public String modelType() {
    return "gpt_neox";
  }

  @Override
  public DecoderConfig config(ConfigReader json) {
    CommonConfig c =
        CommonConfig.of(json, CommonConfig.Keys.USUAL.withNormEpsilon("layer_norm_eps"))
            .ungrouped()
            .rotated(10_000, 0.25, Rotary.Layout.HALVES);
    boolean bias = json.flag("attention_bias", true);
    c.attention = c.attention.withBias(bias, bias);
    c.feedForward =
        c.feedForward
            .withBias(true)
            .withActivation(Activation.named(json.text("hidden_act", "gelu")));
    c.norm = Norm.Kind.LAYER;
    c.normEpsilon = json.number("layer_norm_eps", 1e-5);
    c.parallel = json.flag("use_parallel_residual", true);
    return c.build();
  }

  @Override
  public DecoderNames names(ConfigReader json) {
    return new DecoderNames(
        "gpt_neox.",
        "gpt_neox.embed_in",
        null,
        "gpt_neox.layers.%d.",
        new DecoderNames.Attention.Joined("attention.query_key_value", true, "attention.dense"),
        new DecoderNames.Norms("input_layernorm", null, "post_attention_layernorm", null),
        new DecoderNames.FeedForward.Plain("mlp.dense_h_to_4h", "mlp.dense_4h_to_h"),
        "gpt_neox.final_layer_norm",
        "embed_out",
        false);
  }

  @Override
  public List<String> ignored() {
    return List.of("rotary_emb.inv_freq", ".attention.bias", ".attention.masked_bias");
  }
}
