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
 * DistilBERT (Sanh et al. 2019): BERT of half the depth, without segment types, under other names.
 */
final class DistilBertFamily implements EncoderFamily {
  @Override
  public String modelType() {
    return "distilbert";
  }

  @Override
  public String prefix() {
    return "distilbert.";
  }

  @Override
  public Encoder encoder(
      ConfigReader json, String prefix, Function<Map<String, long[]>, Parameters> weights) {
    BertConfig config =
        new BertConfig(
            json.integer("vocab_size"),
            json.integer("dim"),
            json.integer("hidden_dim"),
            json.integer("n_layers"),
            json.integer("n_heads"),
            json.integer("max_position_embeddings"),
            0,
            1e-12,
            Activation.named(json.text("activation", "gelu")),
            -1);
    return new Bert(
        config,
        BertNames.DISTILBERT,
        prefix,
        Pooling.FIRST,
        EncoderFamily.bare(json, "DistilBertModel"),
        weights.apply(Bert.shapes(config, BertNames.DISTILBERT, prefix)));
  }

  @Override
  public ScoreHead head(ConfigReader json) {
    return ScoreHead.ofFirst("pre_classifier", Activation.RELU, "classifier");
  }

  @Override
  public List<String> ignored() {
    return List.of(
        "pre_classifier.",
        "classifier.",
        "vocab_transform.",
        "vocab_layer_norm.",
        "vocab_projector.",
        "qa_outputs.",
        "embeddings.position_ids");
  }
}
