package org.plumbline.lm.hub;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.plumbline.core.error.InvalidInputException;

/**
 * The model families that can be opened, by the {@code model_type} of their {@code config.json}.
 */
enum Family {
  /** Ignored are heads of other tasks and a table of numbers from 0 on. */
  BERT(
      "bert",
      "bert.",
      List.of("pooler.", "cls.", "classifier.", "embeddings.position_ids", "qa_outputs.")),
  /** Ignored are rotary frequencies, which follow from the configuration. */
  LLAMA("llama", "", List.of("rotary_emb.inv_freq"));

  private final String modelType;
  private final String prefix;
  private final List<String> ignored;

  Family(String modelType, String prefix, List<String> ignored) {
    this.modelType = modelType;
    this.prefix = prefix;
    this.ignored = ignored;
  }

  static Family of(String modelType, String folder) {
    return Arrays.stream(values())
        .filter(family -> family.modelType.equals(modelType))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "the model_type of '%s' must be one of %s (got '%s'); choose a model of one of these families"
                        .formatted(folder, known(), modelType)));
  }

  /** The name of a tensor without what a model with a head puts before it. */
  String plain(String name) {
    return !prefix.isEmpty() && name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }

  /** Whether a tensor is no part of what is loaded, and its absence changes nothing. */
  boolean ignores(String plainName) {
    return ignored.stream().anyMatch(plainName::contains);
  }

  private static String known() {
    return Arrays.stream(values())
        .map(f -> "'" + f.modelType + "'")
        .collect(Collectors.joining(", "));
  }
}
