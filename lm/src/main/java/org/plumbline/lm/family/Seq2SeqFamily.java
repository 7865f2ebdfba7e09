package org.plumbline.lm.family;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.seq2seq.Seq2SeqLm;
import org.plumbline.lm.tensor.Parameters;

/** A family of encoder-decoders: how its configuration is read. */
public interface Seq2SeqFamily {
  /** Those that are known; a new one is a class and a line here. */
  List<Seq2SeqFamily> ALL = List.of(new BartFamily(), new MarianFamily(), new T5Family());

  /** Its {@code model_type} in {@code config.json}. */
  String modelType();

  /**
   * The model that a configuration describes.
   *
   * @param weights loads weights of the given names and shapes
   * @throws org.plumbline.core.error.InvalidInputException if something is missing, or would be
   *     computed wrongly
   */
  Seq2SeqLm model(ConfigReader json, Function<Map<String, long[]>, Parameters> weights);

  /** Names of tensors that files may hold and nobody needs: copies, and computed tables. */
  List<String> ignored();
}
