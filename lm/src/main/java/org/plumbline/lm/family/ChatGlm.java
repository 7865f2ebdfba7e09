package org.plumbline.lm.family;

import java.util.List;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.layer.Norm;
import org.plumbline.lm.layer.Rotary;
import org.plumbline.lm.layer.RotaryScaling;
import org.plumbline.lm.model.AttentionConfig;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.model.DecoderConfig;
import org.plumbline.lm.model.DecoderNames;

/**
 * ChatGLM 2 and 3, and the first files of GLM-4 (GLM Team 2024), with the names and settings of
 * their own code.
 */
final class ChatGlm implements CausalFamily {
  private static final CommonConfig.Keys KEYS =
      new CommonConfig.Keys(
          "hidden_size",
          "seq_length",
          "num_layers",
          "num_attention_heads",
          "kv_channels",
          "ffn_hidden_size",
          "activation",
          "layernorm_epsilon");

  @Override
  public String modelType() {
    return "chatglm";
  }

  @Override
  public DecoderConfig config(ConfigReader json) {
    json.requireOnly("apply_residual_connection_post_layernorm", false);
    json.requireOnly("post_layer_norm", true);
    if (json.has("pre_seq_len")) {
      throw new InvalidInputException(
          "config.json has pre_seq_len %s, a trained prefix, which is not supported; remove it or choose a model without"
              .formatted(json.node("pre_seq_len")));
    }
    CommonConfig c = CommonConfig.of(json, KEYS);
    boolean bias = json.flag("add_bias_linear", false);
    int heads = c.attention.heads();
    int groups = multiQuery(json) ? json.integer("multi_query_group_num", 1) : heads;
    c.attention =
        AttentionConfig.of(heads, groups, c.attention.headSize())
            .withBias(bias || json.flag("add_qkv_bias", false), bias);
    c.feedForward = c.feedForward.withBias(bias);
    c.norm = json.flag("rmsnorm", true) ? Norm.Kind.ROOT_MEAN_SQUARE : Norm.Kind.LAYER;
    c.normEpsilon = json.number("layernorm_epsilon", 1e-5);
    double theta = 10_000 * json.number("rope_ratio", 1);
    c.rotaries =
        List.of(
            new Rotary(
                theta,
                c.attention.headSize() / 2,
                Rotary.Layout.NEIGHBOURS,
                new RotaryScaling.None()));
    return c.build(json.integer("padded_vocab_size"));
  }

  private static boolean multiQuery(ConfigReader json) {
    return json.flag("multi_query_attention", false);
  }

  @Override
  public DecoderNames names(ConfigReader json) {
    return new DecoderNames(
        "transformer.",
        "transformer.embedding.word_embeddings",
        null,
        "transformer.encoder.layers.%d.",
        new DecoderNames.Attention.Joined(
            "self_attention.query_key_value", !multiQuery(json), "self_attention.dense"),
        new DecoderNames.Norms("input_layernorm", null, "post_attention_layernorm", null),
        new DecoderNames.FeedForward.JoinedGated("mlp.dense_h_to_4h", "mlp.dense_4h_to_h"),
        "transformer.encoder.final_layernorm",
        "transformer.output_layer",
        false);
  }

  @Override
  public List<String> ignored() {
    return List.of("rotary_pos_emb.inv_freq");
  }
}
