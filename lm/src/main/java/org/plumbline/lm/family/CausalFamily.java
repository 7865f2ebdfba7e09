package org.plumbline.lm.family;

import java.util.List;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.model.DecoderConfig;
import org.plumbline.lm.model.DecoderNames;

/** A family of causal language models: how its configuration is read, and its weights' names. */
public interface CausalFamily {

  /** Its {@code model_type} in {@code config.json}. */
  String modelType();

  /**
   * What a configuration describes.
   *
   * @throws org.plumbline.core.error.InvalidInputException if something is missing, or would be
   *     computed wrongly
   */
  DecoderConfig config(ConfigReader json);

  /** What the weights are called in files. */
  DecoderNames names(ConfigReader json);

  /** Parts of the names of tensors that files may hold and nobody needs. */
  default List<String> ignored() {
    // Frequencies follow from the configuration.
    return List.of("rotary_emb.inv_freq");
  }
}
