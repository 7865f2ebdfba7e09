package org.plumbline.lm.template;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.run.ContentHash;
import org.plumbline.lm.text.FolderFiles;

/**
 * What a model's folder says about its chat template.
 *
 * @param templates sources by name
 * @param specialTokens what templates may write by name
 */
record ChatTemplateFiles(Map<String, String> templates, Map<String, JsonNode> specialTokens) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String CONFIG = "tokenizer_config.json";
  private static final String KEY = "chat_template";

  ChatTemplateFiles withTokens(Map<String, String> tokens) {
    Map<String, JsonNode> all = new HashMap<>(specialTokens);
    tokens.forEach((name, token) -> all.put(name, TextNode.valueOf(token)));
    return new ChatTemplateFiles(templates, Map.copyOf(all));
  }

  /** SHA-256 of both. */
  String hash() {
    return ContentHash.of(new TreeMap<>(templates) + "\u0000" + new TreeMap<>(specialTokens)).hex();
  }

  /** A template of its own file comes before one inside the settings. */
  static ChatTemplateFiles read(FolderFiles files) {
    JsonNode config = json(files, CONFIG);
    Map<String, String> templates = templates(config.path(KEY));
    templates.putAll(templates(json(files, "chat_template.json").path(KEY)));
    text(files, "chat_template.jinja").ifPresent(t -> templates.put(ChatTemplate.DEFAULT, t));
    text(files, "additional_chat_templates/" + ChatTemplate.TOOL_USE + ".jinja")
        .ifPresent(t -> templates.put(ChatTemplate.TOOL_USE, t));
    Map<String, JsonNode> tokens = new HashMap<>();
    addTokens(json(files, "special_tokens_map.json"), tokens);
    addTokens(config, tokens);
    addTokens(config.path("extra_special_tokens"), tokens);
    return new ChatTemplateFiles(Map.copyOf(templates), Map.copyOf(tokens));
  }

  // One template as a string, or several as [{"name": ..., "template": ...}].
  private static Map<String, String> templates(JsonNode value) {
    Map<String, String> templates = new HashMap<>();
    if (value.isTextual()) {
      templates.put(ChatTemplate.DEFAULT, value.textValue());
    } else if (value.isArray()) {
      value.forEach(
          entry -> templates.put(entry.path("name").asText(), entry.path("template").asText()));
    } else {
      require(
          value.isMissingNode() || value.isNull(),
          "a chat_template must be a text or a list of named texts, but is %s; mend %s",
          value.getNodeType(),
          CONFIG);
    }
    return templates;
  }

  private static void addTokens(JsonNode config, Map<String, JsonNode> tokens) {
    config
        .properties()
        .forEach(
            entry -> {
              boolean list = entry.getKey().equals("additional_special_tokens");
              if (list && entry.getValue().isArray()) {
                ArrayNode spelled = JsonNodeFactory.instance.arrayNode();
                entry.getValue().forEach(token -> spelling(token).ifPresent(spelled::add));
                tokens.put(entry.getKey(), spelled);
              } else if (entry.getKey().endsWith("_token")) {
                spelling(entry.getValue())
                    .ifPresent(token -> tokens.put(entry.getKey(), TextNode.valueOf(token)));
              }
            });
  }

  // Published folders write a token as a string, as {"content": "..."} or as null.
  private static Optional<String> spelling(JsonNode token) {
    JsonNode text = token.isObject() ? token.path("content") : token;
    return text.isTextual() ? Optional.of(text.textValue()) : Optional.empty();
  }

  private static Optional<String> text(FolderFiles files, String name) {
    return files.file(name).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private static JsonNode json(FolderFiles files, String name) {
    Optional<byte[]> bytes = files.file(name);
    if (bytes.isEmpty()) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      return JSON.readTree(bytes.get());
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s is not JSON: %s".formatted(name, DurableFiles.reason(e)), e);
    }
  }
}
