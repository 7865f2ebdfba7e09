package org.plumbline.lm.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.plumbline.lm.encoder.Encoder;
import org.plumbline.lm.encoder.ScoreHead;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.tensor.Parameters;

/** A family of encoders: how its configuration is read, its weights' names, and its head. */
public interface EncoderFamily {

  /** Its {@code model_type} in {@code config.json}. */
  String modelType();

  /** What the encoder's weights begin with in files of a model with a head. */
  String prefix();

  /**
   * The encoder that a configuration describes.
   *
   * @param prefix what all names of its weights begin with
   * @param weights loads weights of the given names and shapes
   * @throws org.plumbline.core.error.InvalidInputException if something is missing, or would be
   *     computed wrongly
   */
  Encoder encoder(
      ConfigReader json, String prefix, Function<Map<String, long[]>, Parameters> weights);

  /** The head of its classifiers. */
  ScoreHead head(ConfigReader json);

  /**
   * What the names of tensors begin with that files may hold and an encoder does not need: heads of
   * other tasks, and tables that follow from the configuration.
   */
  List<String> ignored();

  /** The configuration of the encoder alone, without its head, in 32-bit floats. */
  static ObjectNode bare(ConfigReader json, String architecture) {
    ObjectNode bare = json.json().deepCopy();
    bare.putArray("architectures").add(architecture);
    bare.put(bare.has("torch_dtype") ? "torch_dtype" : "dtype", "float32");
    return bare;
  }
}
