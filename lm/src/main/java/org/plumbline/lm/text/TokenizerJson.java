package org.plumbline.lm.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A {@code tokenizer.json} in the making. */
final class TokenizerJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** The roles that a token can have in {@code tokenizer_config.json}. */
  private static final List<String> ROLES =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "sep_token",
          "pad_token",
          "cls_token",
          "mask_token");

  /** How a token that was added is found in a text. */
  private static final List<String> FLAGS =
      List.of("single_word", "lstrip", "rstrip", "normalized", "special");

  private final Map<String, Integer> vocabulary;
  private final Map<Integer, ObjectNode> added = new TreeMap<>();
  private final Map<String, JsonNode> parts = new LinkedHashMap<>();
  private SpecialTokens special = SpecialTokens.NONE;

  TokenizerJson(Map<String, Integer> vocabulary) {
    this.vocabulary = new HashMap<>(vocabulary);
  }

  /** Sets one of normalizer, pre_tokenizer, post_processor, decoder and model. */
  TokenizerJson with(String part, JsonNode value) {
    parts.put(part, value);
    return this;
  }

  TokenizerJson withSpecial(SpecialTokens tokens) {
    special = tokens;
    return this;
  }

  SpecialTokens special() {
    return special;
  }

  Optional<Integer> id(String token) {
    return Optional.ofNullable(vocabulary.get(token));
  }

  void add(String token, int id, boolean isSpecial) {
    add(token, id, NODES.objectNode().put("special", isSpecial));
  }

  private void add(String token, int id, JsonNode flags) {
    vocabulary.put(token, id);
    ObjectNode entry = NODES.objectNode().put("id", id).put("content", token);
    FLAGS.forEach(flag -> entry.put(flag, flags.path(flag).asBoolean()));
    added.put(id, entry);
  }

  /** Adds what the settings say: further tokens by id, and those that have a role. */
  void addFrom(JsonNode settings) {
    settings
        .path("added_tokens_decoder")
        .properties()
        .forEach(
            entry ->
                add(
                    entry.getValue().path("content").asText(),
                    Integer.parseInt(entry.getKey()),
                    entry.getValue()));
    ROLES.forEach(role -> addSpecial(SpecialTokens.token(settings, role)));
  }

  /** Marks a token of the vocabulary as special, if it is there. */
  void addSpecial(Optional<String> token) {
    token.ifPresent(
        content ->
            id(content)
                .filter(id -> !added.containsKey(id))
                .ifPresent(id -> add(content, id, true)));
  }

  static ObjectNode node(String type) {
    return NODES.objectNode().put("type", type);
  }

  static ObjectNode sequence(String type, String items, List<? extends JsonNode> nodes) {
    ObjectNode node = node(type);
    node.putArray(items).addAll(nodes);
    return node;
  }

  static ObjectNode replace(String kind, String pattern, String content) {
    ObjectNode node = node("Replace").put("content", content);
    node.putObject("pattern").put(kind, pattern);
    return node;
  }

  /** A post-processor that puts tokens before and behind each text. */
  ObjectNode template(List<String> before, List<String> behind, int secondType) {
    ObjectNode node = node("TemplateProcessing");
    addText(node.putArray("single"), before, "A", behind, 0);
    ArrayNode pair = node.putArray("pair");
    addText(pair, before, "A", behind, 0);
    // BERT and its kin begin only the first of two texts.
    addText(pair, secondType == 1 ? List.of() : before, "B", behind, secondType);
    ObjectNode tokens = node.putObject("special_tokens");
    for (List<String> several : List.of(before, behind)) {
      for (String token : several) {
        ObjectNode entry = tokens.putObject(token).put("id", token);
        entry.putArray("ids").add(id(token).orElseThrow());
        entry.putArray("tokens").add(token);
      }
    }
    return node;
  }

  private static void addText(
      ArrayNode out, List<String> before, String text, List<String> behind, int type) {
    before.forEach(token -> addPart(out, "SpecialToken", token, type));
    addPart(out, "Sequence", text, type);
    behind.forEach(token -> addPart(out, "SpecialToken", token, type));
  }

  private static void addPart(ArrayNode out, String kind, String id, int type) {
    out.addObject().putObject(kind).put("id", id).put("type_id", type);
  }

  @Override
  public String toString() {
    ObjectNode root = NODES.objectNode().put("version", "1.0");
    root.putNull("truncation").putNull("padding");
    root.putArray("added_tokens").addAll(added.values());
    for (String part : List.of("normalizer", "pre_tokenizer", "post_processor", "decoder")) {
      root.set(part, parts.getOrDefault(part, NODES.nullNode()));
    }
    root.set("model", parts.getOrDefault("model", NODES.nullNode()));
    return root.toString();
  }
}
