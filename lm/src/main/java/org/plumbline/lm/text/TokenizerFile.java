package org.plumbline.lm.text;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

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
              .formatted(name, DurableFiles.reason(e)),
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

  /** The highest id of a token that is not special, + 1. */
  int ordinarySize() {
    return ids.values().stream()
        .filter(id -> !special.get(id))
        .mapToInt(id -> id + 1)
        .max()
        .orElse(0);
  }

  /** How the special tokens are spelled, in the order of their ids. */
  List<String> specialSpellings() {
    return ids.entrySet().stream()
        .filter(entry -> special.get(entry.getValue()))
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The same file, by which no text can spell a special token; ids stay. */
  static byte[] withoutSpecialTokens(byte[] json) {
    try {
      JsonMapper mapper = new JsonMapper();
      JsonNode root = mapper.readTree(json);
      BitSet special = new BitSet();
      Iterator<JsonNode> added = root.path("added_tokens").elements();
      while (added.hasNext()) {
        JsonNode token = added.next();
        if (token.path("special").asBoolean()) {
          special.set(token.path("id").asInt());
          added.remove();
        }
      }
      // Unigram takes every piece that its vocabulary spells; others need a merge or a whole word.
      if (root.path("model").path("vocab") instanceof ArrayNode pieces) {
        special.stream()
            .filter(id -> id < pieces.size() && pieces.get(id) instanceof ArrayNode)
            .forEach(id -> ((ArrayNode) pieces.get(id)).set(0, "\uDBFF\uDFFD" + id));
      }
      return mapper.writeValueAsBytes(root);
    } catch (IOException e) {
      throw new UncheckedIOException("a file that was read before is not JSON", e);
    }
  }

  static int id(String name, String token, JsonNode id) {
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
