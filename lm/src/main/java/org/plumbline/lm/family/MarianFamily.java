package org.plumbline.lm.family;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.seq2seq.Bart;
import org.plumbline.lm.seq2seq.BartConfig;
import org.plumbline.lm.seq2seq.Seq2SeqLm;
import org.plumbline.lm.tensor.Parameters;

/**
 * Marian (Junczys-Dowmunt et al. 2018), as Hugging Face's translation models are: BART with
 * positions that are computed, and without a norm behind the embeddings.
 */
final class MarianFamily implements Seq2SeqFamily {
  @Override
  public String modelType() {
    return "marian";
  }

  @Override
  public Seq2SeqLm model(ConfigReader json, Function<Map<String, long[]>, Parameters> weights) {
    json.requireOnly("normalize_before", false);
    json.requireOnly("normalize_embedding", false);
    json.requireOnly("add_final_layer_norm", false);
    json.requireOnly("static_position_embeddings", true);
    json.requireOnly("share_encoder_decoder_embeddings", true);
    json.requireOnly("decoder_vocab_size", json.integer("vocab_size"));
    BartConfig config = BartFamily.config(json, BartConfig.Positions.SINES);
    return new Bart(config, weights.apply(Bart.shapes(config)));
  }

  @Override
  public List<String> ignored() {
    return Stream.concat(
            BartFamily.COPIES.stream(),
            Stream.of(
                "model.encoder.embed_positions.weight", "model.decoder.embed_positions.weight"))
        .toList();
  }
}
