package org.plumbline.lm.text;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.plumbline.core.error.InvalidInputException;

/**
 * What the native library does not tell about a {@code tokenizer.json}: its tokens and their ids.
 *
 * @param ids every token's id, by its spelling in the file
 * @param special the ids that decoding leaves out
 * @param size the highest id + 1
 */
record TokenizerFile(Map<String, Integer> ids, BitSet special, int size) {

  static TokenizerFile parse(byte[] json, String name) {
    JsonNode root;
    try {
      root = new JsonMapper().readTree(json);
    } catch (IOException e) {
      throw new InvalidInputException(
          "'%s' must be a Hugging Face tokenizer.json, but is not JSON: %s"
              .formatted(name, e.getMessage()),
          e);
    }
    JsonNode vocabulary = root.path("model").path("vocab");
    require(
        vocabulary.isContainerNode(),
        "'%s' must be a Hugging Face tokenizer.json, but has no 'model' with a 'vocab'; convert the"
            + " folder with the library that made it",
        name);
    Map<String, Integer> ids = new HashMap<>();
    if (vocabulary.isObject()) {
      vocabulary.properties().forEach(e -> ids.put(e.getKey(), id(name, e.getKey(), e.getValue())));
    } else {
      // Unigram: rows of [piece, score]; the row is the id.
      for (int row = 0; row < vocabulary.size(); row++) {
        ids.put(vocabulary.get(row).path(0).asText(), row);
      }
    }
    require(
        !ids.isEmpty(),
        "the vocabulary of '%s' must not be empty; train one first or name another tokenizer",
        name);
    BitSet special = new BitSet();
    for (JsonNode added : root.path("added_tokens")) {
      String content = added.path("content").asText();
      int id = id(name, content, added.path("id"));
      ids.put(content, id);
      special.set(id, added.path("special").asBoolean());
    }
    int highest = ids.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    return new TokenizerFile(Map.copyOf(ids), special, highest + 1);
  }

  private static int id(String name, String token, JsonNode id) {
    require(
        id.canConvertToInt() && id.isIntegralNumber() && id.intValue() >= 0,
        "the id of a token must be a whole number from 0 on, but '%s' gives the token '%s' the id"
            + " %s",
        name,
        token,
        id);
    return id.intValue();
  }
}
