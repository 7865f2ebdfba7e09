package org.plumbline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/** A model's sizes under the keys that families use for them in {@code config.json}. */
final class ModelShape {
  private static final String[] LAYERS = {"num_hidden_layers", "n_layer", "n_layers", "num_layers"};
  private static final String[] WIDTH = {"hidden_size", "n_embd", "dim", "d_model"};
  private static final String[] INNER = {
    "intermediate_size", "n_inner", "ffn_hidden_size", "hidden_dim", "d_ff"
  };
  private static final String[] HEADS = {"num_attention_heads", "n_head", "n_heads", "num_heads"};
  private static final String[] CONTEXT = {"max_position_embeddings", "n_positions", "seq_length"};

  private ModelShape() {}

  static long layers(JsonNode config) {
    return number(config, LAYERS);
  }

  static long width(JsonNode config) {
    return number(config, WIDTH);
  }

  /** Width inside feed-forward networks; four times the model's where a family leaves it out. */
  static long inner(JsonNode config) {
    long given = number(config, INNER);
    return given > 0 ? given : 4 * width(config);
  }

  /** The longest text, in tokens; 0 if the configuration does not say. */
  static long context(JsonNode config) {
    return number(config, CONTEXT);
  }

  /** All of it in words. */
  static String describe(JsonNode config) {
    return "%s layers, width %s, feed-forward %s, %s heads"
        .formatted(
            first(config, LAYERS),
            first(config, WIDTH),
            first(config, INNER),
            first(config, HEADS));
  }

  private static long number(JsonNode config, String... keys) {
    return Stream.of(keys)
        .filter(config::hasNonNull)
        .findFirst()
        .map(key -> config.get(key).asLong())
        .orElse(0L);
  }

  /** The value of the key that a family uses for it. */
  private static String first(JsonNode config, String... keys) {
    return Stream.of(keys)
        .filter(config::hasNonNull)
        .map(key -> config.get(key).asText())
        .findFirst()
        .orElse("unknown");
  }
}
