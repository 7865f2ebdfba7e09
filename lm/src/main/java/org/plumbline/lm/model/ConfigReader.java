package org.plumbline.lm.model;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.plumbline.core.error.InvalidInputException;

/** The values of a {@code config.json}, each checked for its kind; null counts as absent. */
public final class ConfigReader {
  private final ObjectNode json;

  /** Reads what a configuration file held. */
  public ConfigReader(JsonNode json) {
    if (!(json instanceof ObjectNode object)) {
      throw new InvalidInputException(
          "config.json must hold an object (got %s)".formatted(json.getNodeType()));
    }
    this.json = object;
  }

  /** All of it. */
  public ObjectNode json() {
    return json;
  }

  /** Whether there is a value that is not null. */
  public boolean has(String key) {
    return json.hasNonNull(key);
  }

  /** A value of any kind; missing if there is none. */
  public JsonNode node(String key) {
    return json.path(key);
  }

  /** A whole number that must be there. */
  public int integer(String key) {
    if (!has(key)) {
      throw new InvalidInputException(
          "config.json must give a whole number for '%s' (got nothing); restore the file"
              .formatted(key));
    }
    return integer(key, 0);
  }

  /** A whole number, or the given one if there is none. */
  public int integer(String key, int otherwise) {
    JsonNode value = json.path(key);
    if (!has(key)) {
      return otherwise;
    }
    require(
        value.isIntegralNumber() && value.canConvertToInt(),
        "config.json must give a whole number for '%s' (got %s)",
        key,
        value);
    return value.asInt();
  }

  /** A number, or the given one if there is none. */
  public double number(String key, double otherwise) {
    return number(json, key, otherwise);
  }

  /** A number of a part of the configuration, or the given one if there is none. */
  public static double number(JsonNode part, String key, double otherwise) {
    JsonNode value = part.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    require(value.isNumber(), "config.json must give a number for '%s' (got %s)", key, value);
    return value.asDouble();
  }

  /** True or false, or the given one if there is none. */
  public boolean flag(String key, boolean otherwise) {
    JsonNode value = json.path(key);
    if (!has(key)) {
      return otherwise;
    }
    require(value.isBoolean(), "config.json must give true or false for '%s' (got %s)", key, value);
    return value.asBoolean();
  }

  /** A text, or the given one if there is none. */
  public String text(String key, String otherwise) {
    return has(key) ? json.path(key).asText() : otherwise;
  }

  /** A token id, the first of several; -1 if there is none. */
  public int id(String key) {
    List<Integer> ids = ids(json, key);
    return ids.isEmpty() ? -1 : ids.getFirst();
  }

  /** Token ids, one or a list of them; none if there are none. */
  public static List<Integer> ids(JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return List.of();
    }
    List<Integer> ids = new ArrayList<>();
    for (JsonNode id : value.isArray() ? value : List.of(value)) {
      require(
          id.isIntegralNumber() && id.canConvertToInt(),
          "%s must be a token id or a list of them (got %s)",
          key,
          value);
      ids.add(id.intValue());
    }
    return ids;
  }

  /** A part with settings of its own; missing if there is none. */
  public JsonNode part(String key) {
    JsonNode value = json.path(key);
    require(
        !has(key) || value.isObject(),
        "config.json must give an object for '%s' (got %s)",
        key,
        value);
    return value;
  }

  /**
   * Refuses a setting whose result would be computed wrongly.
   *
   * @param supported the only value that is supported, which is also that of an absent key
   */
  public void requireOnly(String key, Object supported) {
    require(
        !has(key) || json.path(key).asText().equals(supported.toString()),
        "config.json has %s = %s, which is not supported here; only %s is",
        key,
        json.path(key),
        supported);
  }
}
