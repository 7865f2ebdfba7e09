package org.plumbline.lm.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.plumbline.core.error.InvalidInputException;

/**
 * The tokens that begin and end a text, by their spelling.
 *
 * <p>There is no padding token here: padding is no token, lengths say where a text ends.
 *
 * @param bos begins a text, if the vocabulary has such a token
 * @param eos ends a text, if the vocabulary has such a token
 */
public record SpecialTokens(Optional<String> bos, Optional<String> eos) {

  /** Neither a first nor a last token is known. */
  public static final SpecialTokens NONE = new SpecialTokens(Optional.empty(), Optional.empty());

  private static final JsonMapper JSON = new JsonMapper();

  /** Both tokens, by their spelling. */
  public static SpecialTokens of(String bos, String eos) {
    return new SpecialTokens(Optional.of(bos), Optional.of(eos));
  }

  /**
   * Reads {@code bos_token} and {@code eos_token} from a {@code tokenizer_config.json}; where BERT
   * and its kin name neither, {@code cls_token} and {@code sep_token}, which stand in their places.
   *
   * @throws InvalidInputException if the text is not a JSON object
   */
  public static SpecialTokens parse(String tokenizerConfigJson) {
    try {
      JsonNode config = JSON.readTree(tokenizerConfigJson);
      if (config == null || !config.isObject()) {
        throw new InvalidInputException("tokenizer_config.json must hold one JSON object");
      }
      return of(config);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "tokenizer_config.json is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  static SpecialTokens of(JsonNode config) {
    return new SpecialTokens(
        token(config, "bos_token").or(() -> token(config, "cls_token")),
        token(config, "eos_token").or(() -> token(config, "sep_token")));
  }

  /** The same, and where one is not known that of the others. */
  SpecialTokens or(SpecialTokens others) {
    return new SpecialTokens(bos.or(others::bos), eos.or(others::eos));
  }

  /** What {@link #parse} reads, with further settings. */
  String toJson(Map<String, JsonNode> further) {
    ObjectNode config = JSON.createObjectNode();
    config.setAll(further);
    bos.ifPresent(token -> config.put("bos_token", token));
    eos.ifPresent(token -> config.put("eos_token", token));
    return config.toPrettyString();
  }

  // Published folders write a token as a string, as {"content": "..."} or as null.
  static Optional<String> token(JsonNode config, String key) {
    JsonNode value = config.path(key);
    String text = value.isObject() ? value.path("content").asText("") : value.asText("");
    return value.isNull() || text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
