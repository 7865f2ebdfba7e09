package org.plumbline.lm.adapter;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

/**
 * The file {@code adapter_config.json}, as PEFT writes it.
 *
 * @param base the name of the model that the adapter is for
 * @param task what it makes the model do; empty if it does not say
 * @param options its shape
 */
record PeftConfig(String base, String task, LoraOptions options) {
  /** The task of giving texts scores. */
  static final String CLASSIFICATION = "SEQ_CLS";

  static final String FILE = "adapter_config.json";

  private static final JsonMapper JSON = new JsonMapper();

  /** Keys that change nothing of what an adapter computes, whatever they hold. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "auto_mapping",
          "base_model_name_or_path",
          "inference_mode",
          "megatron_core",
          "peft_type",
          "peft_version",
          "qalora_group_size",
          "revision",
          "task_type",
          // How the base stores its weights, which its own loader knows.
          "fan_in_fan_out");

  /** Keys that are read below. */
  private static final Set<String> UNDERSTOOD =
      Set.of(
          "r",
          "lora_alpha",
          "use_rslora",
          "lora_dropout",
          "target_modules",
          "layers_to_transform",
          "modules_to_save",
          "rank_pattern",
          "alpha_pattern",
          "bias",
          "init_lora_weights");

  /** Ways to begin that leave the weights of the base as they are. */
  private static final Set<String> BEGINNINGS = Set.of("true", "false", "gaussian", "orthogonal");

  /**
   * Reads it; what would be computed wrongly is refused, with the key.
   *
   * @param name what messages call the adapter
   */
  static PeftConfig parse(byte[] bytes, String name) {
    JsonNode json;
    try {
      json = JSON.readTree(bytes);
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s of '%s' is not JSON: %s".formatted(FILE, name, DurableFiles.reason(e)), e);
    }
    requireUnderstood(json, name);
    LoraOptions options =
        new LoraOptions(
            integer(json, "r", name),
            json.path("lora_alpha").asDouble(8),
            json.path("use_rslora").asBoolean(false),
            json.path("lora_dropout").asDouble(0),
            targets(json.path("target_modules"), name),
            integers(json.path("layers_to_transform")),
            texts(json.path("modules_to_save")).stream().distinct().toList(),
            ranks(json.path("rank_pattern")),
            alphas(json.path("alpha_pattern")));
    return new PeftConfig(
        json.path("base_model_name_or_path").asText(""),
        json.path("task_type").asText(""),
        options);
  }

  private static void requireUnderstood(JsonNode json, String name) {
    require(
        json.path("peft_type").asText().equals("LORA"),
        "the adapter '%s' must be of peft_type LORA (got %s)",
        name,
        json.path("peft_type"));
    require(
        json.path("bias").asText("none").equals("none"),
        "the adapter '%s' trains biases (bias = %s), which is not supported; only 'none' is",
        name,
        json.path("bias"));
    require(
        BEGINNINGS.contains(json.path("init_lora_weights").asText("true")),
        "the adapter '%s' changes the base (init_lora_weights = %s); save it with path_initial_model_for_weight_conversion",
        name,
        json.path("init_lora_weights"));
    json.properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              boolean absent =
                  value.isNull()
                      || value.isBoolean() && !value.asBoolean()
                      || value.isContainerNode() && value.isEmpty();
              require(
                  absent
                      || UNDERSTOOD.contains(entry.getKey())
                      || WITHOUT_EFFECT.contains(entry.getKey()),
                  "the adapter '%s' has %s = %s, which is not supported; merge it into its base with PEFT and load that",
                  name,
                  entry.getKey(),
                  value);
            });
  }

  /** What PEFT reads, of any version. */
  String toJson(boolean fanInFanOut) {
    ObjectNode json = JSON.createObjectNode();
    json.put("peft_type", "LORA");
    if (task.isEmpty()) {
      json.putNull("task_type");
    } else {
      json.put("task_type", task);
    }
    json.put("base_model_name_or_path", base);
    json.put("inference_mode", true);
    json.put("r", options.rank());
    number(json, "lora_alpha", options.alpha());
    json.put("lora_dropout", options.dropout());
    json.put("use_rslora", options.rankStabilised());
    json.put("use_dora", false);
    json.put("bias", "none");
    json.put("fan_in_fan_out", fanInFanOut);
    json.put("init_lora_weights", true);
    switch (options.targets()) {
      case LoraTargets.Named named -> strings(json.putArray("target_modules"), named.names());
      case LoraTargets.AllLinear all -> json.put("target_modules", all.toString());
      case LoraTargets.Matching matching -> json.put("target_modules", matching.expression());
    }
    if (options.layers().isEmpty()) {
      json.putNull("layers_to_transform");
    } else {
      ArrayNode layers = json.putArray("layers_to_transform");
      options.layers().forEach(layers::add);
    }
    if (options.savedModules().isEmpty()) {
      json.putNull("modules_to_save");
    } else {
      strings(json.putArray("modules_to_save"), options.savedModules());
    }
    ObjectNode ranks = json.putObject("rank_pattern");
    options.rankPatterns().forEach(ranks::put);
    ObjectNode alphas = json.putObject("alpha_pattern");
    options.alphaPatterns().forEach((key, alpha) -> number(alphas, key, alpha));
    return json.toPrettyString();
  }

  private static void strings(ArrayNode array, List<String> items) {
    items.forEach(array::add);
  }

  private static void number(ObjectNode json, String key, double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      json.put(key, (long) value);
    } else {
      json.put(key, value);
    }
  }

  private static LoraTargets targets(JsonNode json, String name) {
    require(
        json.isTextual() || json.isArray(),
        "the adapter '%s' must give target_modules as names or a text (got %s)",
        name,
        json);
    if (json.isArray()) {
      return LoraTargets.of(texts(json));
    }
    return json.asText().equals(LoraTargets.ALL_LINEAR)
        ? new LoraTargets.AllLinear()
        : new LoraTargets.Matching(json.asText());
  }

  private static int integer(JsonNode json, String key, String name) {
    require(
        json.path(key).isInt(),
        "the adapter '%s' must give a whole number for '%s' (got %s)",
        name,
        key,
        json.path(key));
    return json.path(key).asInt();
  }

  private static List<Integer> integers(JsonNode json) {
    List<Integer> items = new ArrayList<>();
    if (json.isInt()) {
      items.add(json.asInt());
    }
    json.forEach(item -> items.add(item.asInt()));
    return items;
  }

  private static List<String> texts(JsonNode json) {
    List<String> items = new ArrayList<>();
    json.forEach(item -> items.add(item.asText()));
    return items;
  }

  private static Map<String, Integer> ranks(JsonNode json) {
    Map<String, Integer> ranks = new LinkedHashMap<>();
    json.properties().forEach(entry -> ranks.put(entry.getKey(), entry.getValue().asInt()));
    return ranks;
  }

  private static Map<String, Double> alphas(JsonNode json) {
    Map<String, Double> alphas = new LinkedHashMap<>();
    json.properties().forEach(entry -> alphas.put(entry.getKey(), entry.getValue().asDouble()));
    return alphas;
  }
}
