package org.plumbline.lm.family;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.layer.Rotary;
import org.plumbline.lm.layer.RotaryScaling;
import org.plumbline.lm.model.ConfigReader;

/**
 * Rotary positions as configurations state them: {@code rope_parameters} of transformers 5, or the
 * single keys and {@code rope_scaling} of its versions before.
 *
 * @param config the configuration
 * @param headSize width of a head
 * @param contextLength longest sequence, in tokens
 * @param theta the family's base, where none is given
 * @param share the family's share of a head that is rotated, where none is given
 * @param layout which values form a pair
 */
record RotaryReader(
    ConfigReader config,
    int headSize,
    int contextLength,
    double theta,
    double share,
    Rotary.Layout layout) {
  private static final String PARAMETERS = "rope_parameters";
  private static final String ORIGINAL = "original_max_position_embeddings";

  /** Of a family in which whole heads are rotated by halves. */
  static RotaryReader plain(ConfigReader config, int headSize, int contextLength, double theta) {
    return new RotaryReader(config, headSize, contextLength, theta, 1, Rotary.Layout.HALVES);
  }

  /** The only kind of positions of a model. */
  Rotary read() {
    JsonNode parameters = config.part(PARAMETERS);
    return parameters.isObject() ? of(parameters) : of(config.part("rope_scaling"));
  }

  /** The positions of one kind of layer, where each kind has its own. */
  Rotary read(String layerType) {
    return of(config.part(PARAMETERS).path(layerType));
  }

  /** Whether each kind of layer has positions of its own. */
  static boolean perLayerType(ConfigReader config) {
    JsonNode parameters = config.part(PARAMETERS);
    return parameters.path("full_attention").isObject()
        || parameters.path("sliding_attention").isObject();
  }

  private Rotary of(JsonNode parameters) {
    double base =
        ConfigReader.number(
            parameters,
            "rope_theta",
            config.number("rope_theta", config.number("rotary_emb_base", theta)));
    double rotated =
        ConfigReader.number(
            parameters,
            "partial_rotary_factor",
            config.number("partial_rotary_factor", config.number("rotary_pct", share)));
    int width = (int) (headSize * rotated);
    return new Rotary(base, width, layout, scaling(parameters));
  }

  private RotaryScaling scaling(JsonNode p) {
    String type = p.path("rope_type").asText(p.path("type").asText("default"));
    return switch (type) {
      // The dynamic kind changes frequencies only beyond the context, where nothing is read.
      case "default", "dynamic" -> new RotaryScaling.None();
      case "linear" -> new RotaryScaling.Linear(number(p, "factor"));
      case "llama3" ->
          new RotaryScaling.Llama3(
              number(p, "factor"),
              number(p, "low_freq_factor"),
              number(p, "high_freq_factor"),
              originalLength(p));
      case "longrope", "su" -> longRope(p);
      case "yarn" -> yarn(p);
      default ->
          throw new InvalidInputException(
              "the rope_type of config.json must be default, linear, dynamic, llama3, longrope or yarn (got '%s'); choose a model with one of these"
                  .formatted(type));
    };
  }

  private RotaryScaling longRope(JsonNode p) {
    int original = originalLength(p);
    double factor = ConfigReader.number(p, "factor", (double) contextLength / original);
    double amplitude = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original));
    return new RotaryScaling.LongRope(
        numbers(p, "short_factor"),
        numbers(p, "long_factor"),
        original,
        ConfigReader.number(p, "attention_factor", amplitude));
  }

  private RotaryScaling yarn(JsonNode p) {
    int original = originalLength(p);
    double factor = ConfigReader.number(p, "factor", (double) contextLength / original);
    double all = ConfigReader.number(p, "mscale_all_dim", 0);
    double some = ConfigReader.number(p, "mscale", 0);
    double amplitude =
        all != 0 && some != 0
            ? yarnAmplitude(factor, some) / yarnAmplitude(factor, all)
            : yarnAmplitude(factor, 1);
    return new RotaryScaling.Yarn(
        factor,
        ConfigReader.number(p, "beta_fast", 32),
        ConfigReader.number(p, "beta_slow", 1),
        p.path("truncate").asBoolean(true),
        original,
        ConfigReader.number(p, "attention_factor", amplitude));
  }

  private static double yarnAmplitude(double factor, double scale) {
    return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
  }

  private int originalLength(JsonNode p) {
    int length = (int) ConfigReader.number(p, ORIGINAL, config.integer(ORIGINAL, contextLength));
    require(length > 1, "%s must be at least 2 (got %d)", ORIGINAL, length);
    return length;
  }

  private static double number(JsonNode p, String key) {
    double value = ConfigReader.number(p, key, Double.NaN);
    require(value > 0, "the rope settings of config.json need a positive '%s' (got %s)", key, p);
    return value;
  }

  private static double[] numbers(JsonNode p, String key) {
    require(p.path(key).isArray(), "longrope needs a list '%s' (got %s)", key, p.path(key));
    return StreamSupport.stream(p.path(key).spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }
}
