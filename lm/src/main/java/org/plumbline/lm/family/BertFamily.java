package org.plumbline.lm.family;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.plumbline.lm.encoder.Bert;
import org.plumbline.lm.encoder.BertConfig;
import org.plumbline.lm.encoder.BertNames;
import org.plumbline.lm.encoder.Encoder;
import org.plumbline.lm.encoder.Pooling;
import org.plumbline.lm.encoder.ScoreHead;
import org.plumbline.lm.layer.Activation;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.tensor.Parameters;

/**
 * BERT (Devlin et al. 2018).
 *
 * <p>A reward model on it reads the mean over a text's tokens, as the sentence encoders do that
 * most published models of this family are; its own classifiers read the first.
 */
public final class BertFamily implements EncoderFamily {
  @Override
  public String modelType() {
    return "bert";
  }

  @Override
  public String prefix() {
    return "bert.";
  }

  @Override
  public Encoder encoder(
      ConfigReader json, String prefix, Function<Map<String, long[]>, Parameters> weights) {
    BertConfig config = config(json);
    return new Bert(
        config,
        BertNames.BERT,
        prefix,
        Pooling.MEAN,
        EncoderFamily.bare(json, "BertModel"),
        weights.apply(Bert.shapes(config, BertNames.BERT, prefix)));
  }

  /** What a configuration describes. */
  public static BertConfig config(ConfigReader json) {
    return config(json, json.integer("max_position_embeddings"), 2, -1);
  }

  /** What BERT and RoBERTa share. */
  static BertConfig config(ConfigReader json, int contextLength, int types, int fillId) {
    json.requireOnly("position_embedding_type", "absolute");
    json.requireOnly("is_decoder", false);
    return new BertConfig(
        json.integer("vocab_size"),
        json.integer("hidden_size"),
        json.integer("intermediate_size"),
        json.integer("num_hidden_layers"),
        json.integer("num_attention_heads"),
        contextLength,
        json.integer("type_vocab_size", types),
        json.number("layer_norm_eps", 1e-12),
        Activation.named(json.text("hidden_act", "gelu")),
        fillId);
  }

  @Override
  public ScoreHead head(ConfigReader json) {
    return ScoreHead.ofFirst("bert.pooler.dense", Activation.TANH, "classifier");
  }

  @Override
  public List<String> ignored() {
    return List.of("pooler.", "cls.", "classifier.", "qa_outputs.", "embeddings.position_ids");
  }
}
