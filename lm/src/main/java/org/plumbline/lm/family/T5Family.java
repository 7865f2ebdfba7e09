package org.plumbline.lm.family;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.plumbline.lm.layer.Activation;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.seq2seq.Seq2SeqLm;
import org.plumbline.lm.seq2seq.T5;
import org.plumbline.lm.seq2seq.T5Config;
import org.plumbline.lm.tensor.Parameters;

/** T5 (Raffel et al. 2020) and its version 1.1. */
final class T5Family implements Seq2SeqFamily {
  private static final String GATED = "gated-";

  @Override
  public String modelType() {
    return "t5";
  }

  @Override
  public Seq2SeqLm model(ConfigReader json, Function<Map<String, long[]>, Parameters> weights) {
    T5Config config = config(json);
    return new T5(config, weights.apply(T5.shapes(config)));
  }

  private static T5Config config(ConfigReader json) {
    int layers = json.integer("num_layers");
    String kind = json.text("feed_forward_proj", "relu");
    boolean gated = kind.startsWith(GATED);
    String function = gated ? kind.substring(GATED.length()) : kind;
    boolean tied = json.flag("tie_word_embeddings", true);
    return new T5Config(
        json.integer("vocab_size"),
        json.integer("d_model"),
        json.integer("d_kv"),
        json.integer("d_ff"),
        layers,
        json.integer("num_decoder_layers", layers),
        json.integer("num_heads"),
        json.integer("relative_attention_num_buckets", 32),
        json.integer("relative_attention_max_distance", 128),
        json.number("layer_norm_epsilon", 1e-6),
        gated,
        // What files call gated-gelu is its approximation by a hyperbolic tangent.
        kind.equals("gated-gelu") ? Activation.GELU_TANH : Activation.named(function),
        tied,
        json.flag("scale_decoder_outputs", tied),
        json.integer("decoder_start_token_id", json.integer("pad_token_id", 0)));
  }

  @Override
  public List<String> ignored() {
    return List.of(
        "encoder.embed_tokens.weight",
        "decoder.embed_tokens.weight",
        "lm_head.weight",
        "decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight");
  }
}
