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
 * RoBERTa (Liu et al. 2019): BERT whose positions count from the filling's id + 1 on, over tokens
 * that differ from it.
 */
final class RobertaFamily implements EncoderFamily {
  @Override
  public String modelType() {
    return "roberta";
  }

  @Override
  public String prefix() {
    return "roberta.";
  }

  @Override
  public Encoder encoder(
      ConfigReader json, String prefix, Function<Map<String, long[]>, Parameters> weights) {
    int fill = json.integer("pad_token_id", 1);
    int context = json.integer("max_position_embeddings") - fill - 1;
    BertConfig config = BertFamily.config(json, context, 2, fill);
    return new Bert(
        config,
        BertNames.BERT,
        prefix,
        Pooling.FIRST,
        EncoderFamily.bare(json, "RobertaModel"),
        weights.apply(Bert.shapes(config, BertNames.BERT, prefix)));
  }

  @Override
  public ScoreHead head(ConfigReader json) {
    return ScoreHead.ofFirst("classifier.dense", Activation.TANH, "classifier.out_proj");
  }

  @Override
  public List<String> ignored() {
    return List.of("pooler.", "lm_head.", "classifier.", "qa_outputs.", "embeddings.position_ids");
  }
}
