package org.plumbline.lm.text;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** GPT-2's way to keep a tokenizer: {@code vocab.json} and {@code merges.txt}. */
final class ByteLevelFiles {
  private ByteLevelFiles() {}

  static TokenizerJson read(JsonNode vocabulary, String merges, JsonNode settings, String name) {
    Map<String, Integer> ids = new HashMap<>();
    vocabulary
        .properties()
        .forEach(
            entry ->
                ids.put(entry.getKey(), TokenizerFile.id(name, entry.getKey(), entry.getValue())));
    TokenizerJson json = new TokenizerJson(ids);
    json.addSpecial(Optional.of("<|endoftext|>"));
    json.addFrom(settings);
    boolean space = settings.path("add_prefix_space").asBoolean();
    return json.with("pre_tokenizer", byteLevel(space, true))
        .with("decoder", byteLevel(space, true))
        .with("post_processor", postProcessor(json, settings, space))
        .with("model", model(vocabulary, merges, name))
        .withSpecial(boundaries(json, settings));
  }

  private static ObjectNode byteLevel(boolean space, boolean trim) {
    return TokenizerJson.node("ByteLevel")
        .put("add_prefix_space", space)
        .put("trim_offsets", trim)
        .put("use_regex", true);
  }

  /** RoBERTa's texts stand between two tokens; GPT-2's have BOS before them if it is asked for. */
  private static ObjectNode postProcessor(TokenizerJson json, JsonNode settings, boolean space) {
    Optional<String> first = SpecialTokens.token(settings, "cls_token");
    Optional<String> last = SpecialTokens.token(settings, "sep_token");
    Optional<Integer> firstId = first.flatMap(json::id);
    Optional<Integer> lastId = last.flatMap(json::id);
    if (firstId.isPresent() && lastId.isPresent()) {
      ObjectNode node = TokenizerJson.node("RobertaProcessing");
      node.putArray("sep").add(last.orElseThrow()).add(lastId.get());
      node.putArray("cls").add(first.orElseThrow()).add(firstId.get());
      return node.put("trim_offsets", true).put("add_prefix_space", space);
    }
    Optional<String> bos =
        SpecialTokens.token(settings, "bos_token").filter(b -> json.id(b).isPresent());
    if (settings.path("add_bos_token").asBoolean() && bos.isPresent()) {
      return json.template(List.of(bos.get()), List.of(), 0);
    }
    return byteLevel(space, false);
  }

  private static ObjectNode model(JsonNode vocabulary, String merges, String name) {
    ObjectNode model = TokenizerJson.node("BPE").putNull("dropout").putNull("unk_token");
    model.put("continuing_subword_prefix", "").put("end_of_word_suffix", "");
    model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
    model.set("vocab", vocabulary);
    ArrayNode rows = model.putArray("merges");
    merges
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#version"))
        .forEach(
            line -> {
              String[] pair = line.strip().split(" ", -1);
              require(
                  pair.length == 2,
                  "a line of merges.txt of '%s' must hold two tokens with a space between them, but"
                      + " one is '%s'; the file is damaged or of another kind",
                  name,
                  line);
              rows.addArray().add(pair[0]).add(pair[1]);
            });
    return model;
  }

  // Every vocabulary of GPT-2's kind ends its texts so, and most begin them so too.
  private static SpecialTokens boundaries(TokenizerJson json, JsonNode settings) {
    boolean named = SpecialTokens.of(settings).eos().isPresent();
    return !named && json.id("<|endoftext|>").isPresent()
        ? SpecialTokens.of("<|endoftext|>", "<|endoftext|>")
        : SpecialTokens.NONE;
  }
}
