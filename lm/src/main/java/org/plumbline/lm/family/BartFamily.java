package org.plumbline.lm.family;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.plumbline.lm.layer.Activation;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.seq2seq.Bart;
import org.plumbline.lm.seq2seq.BartConfig;
import org.plumbline.lm.seq2seq.Seq2SeqLm;
import org.plumbline.lm.tensor.Parameters;

/** BART (Lewis et al. 2020). */
final class BartFamily implements Seq2SeqFamily {
  @Override
  public String modelType() {
    return "bart";
  }

  @Override
  public Seq2SeqLm model(ConfigReader json, Function<Map<String, long[]>, Parameters> weights) {
    // These are keys of older relatives, whose blocks are built otherwise.
    json.requireOnly("normalize_before", false);
    json.requireOnly("normalize_embedding", true);
    json.requireOnly("add_final_layer_norm", false);
    json.requireOnly("static_position_embeddings", false);
    BartConfig config = config(json, BartConfig.Positions.LEARNT);
    return new Bart(config, weights.apply(Bart.shapes(config)));
  }

  /** What BART and Marian share. */
  static BartConfig config(ConfigReader json, BartConfig.Positions positions) {
    json.requireOnly("tie_word_embeddings", true);
    return new BartConfig(
        json.integer("vocab_size"),
        json.integer("d_model"),
        stack(json, "encoder_"),
        stack(json, "decoder_"),
        json.integer("max_position_embeddings"),
        Activation.named(json.text("activation_function", "gelu")),
        json.flag("scale_embedding", false),
        positions,
        json.integer("decoder_start_token_id"),
        json.id("pad_token_id"));
  }

  private static BartConfig.Stack stack(ConfigReader json, String side) {
    return new BartConfig.Stack(
        json.integer(side + "layers"),
        json.integer(side + "attention_heads"),
        json.integer(side + "ffn_dim"));
  }

  @Override
  public List<String> ignored() {
    return COPIES;
  }

  /** Further copies of the table of words, as some writers store them. */
  static final List<String> COPIES =
      List.of(
          "model.encoder.embed_tokens.weight",
          "model.decoder.embed_tokens.weight",
          "lm_head.weight");
}
