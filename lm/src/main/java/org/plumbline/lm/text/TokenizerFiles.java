package org.plumbline.lm.text;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

/**
 * The tokenizer of a folder, whichever files hold it: {@code tokenizer.json}; else {@code
 * vocab.json} with {@code merges.txt}, {@code vocab.txt} or a sentencepiece model, of which a
 * {@code tokenizer.json} is made.
 *
 * @param json the bytes of a {@code tokenizer.json}
 * @param special the tokens that begin and end a text
 * @param chat what else the folder says, for a chat template: it is written again when the
 *     tokenizer is saved, so that a model that was trained on keeps it
 */
@SuppressWarnings("ArrayRecordComponent") // bytes of a file; nobody compares these
record TokenizerFiles(byte[] json, SpecialTokens special, Map<String, JsonNode> chat) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String CONFIG = "tokenizer_config.json";
  private static final String CHAT_TEMPLATE = "chat_template";

  private static final List<String> SENTENCEPIECE =
      List.of("tokenizer.model", "spiece.model", "spm.model", "sentencepiece.bpe.model");

  /** Their ids are not those of the sentencepiece model: code of each shifts them. */
  private static final Set<String> SHIFTED =
      Set.of(
          "XLMRobertaTokenizer",
          "CamembertTokenizer",
          "MBartTokenizer",
          "MBart50Tokenizer",
          "NllbTokenizer",
          "BarthezTokenizer",
          "PegasusTokenizer",
          "M2M100Tokenizer",
          "MarianTokenizer",
          "XGLMTokenizer",
          "Speech2TextTokenizer",
          "PLBartTokenizer");

  /**
   * Reads the files that are there.
   *
   * @param name what messages call the folder
   * @throws InvalidInputException if there is no tokenizer, or it cannot be understood
   */
  static TokenizerFiles read(FolderFiles files, String name) {
    JsonNode config = json(files, CONFIG, name);
    JsonNode map = json(files, "special_tokens_map.json", name);
    SpecialTokens special = SpecialTokens.of(config).or(SpecialTokens.of(map));
    Optional<byte[]> ready = files.file("tokenizer.json");
    if (ready.isPresent()) {
      return new TokenizerFiles(ready.get(), special, chat(files, config, map));
    }
    ObjectNode settings = JsonNodeFactory.instance.objectNode();
    settings.setAll((ObjectNode) map);
    settings.setAll((ObjectNode) config);
    addedTokens(files, name, settings);
    TokenizerJson made = make(files, name, settings);
    return new TokenizerFiles(
        made.toString().getBytes(StandardCharsets.UTF_8),
        special.or(made.special()),
        chat(files, config, map));
  }

  /** The template, in the settings or in its own file, and the tokens that it may write. */
  private static Map<String, JsonNode> chat(FolderFiles files, JsonNode config, JsonNode map) {
    Map<String, JsonNode> kept = new TreeMap<>();
    for (JsonNode settings : List.of(map, config)) {
      settings
          .properties()
          .forEach(
              entry -> {
                if (entry.getKey().endsWith("_token") || entry.getKey().equals(CHAT_TEMPLATE)) {
                  kept.put(entry.getKey(), entry.getValue());
                }
              });
    }
    files
        .file("chat_template.jinja")
        .ifPresent(source -> kept.put(CHAT_TEMPLATE, TextNode.valueOf(text(source))));
    return kept;
  }

  private static TokenizerJson make(FolderFiles files, String name, ObjectNode settings) {
    Optional<byte[]> vocabulary = files.file("vocab.json");
    Optional<byte[]> merges = files.file("merges.txt");
    if (vocabulary.isPresent() && merges.isPresent()) {
      return ByteLevelFiles.read(
          json(files, "vocab.json", name), text(merges.get()), settings, name);
    }
    Optional<byte[]> words = files.file("vocab.txt");
    if (words.isPresent()) {
      return WordPieceFiles.read(text(words.get()), settings, name);
    }
    for (String file : SENTENCEPIECE) {
      Optional<byte[]> model = files.file(file);
      if (model.isPresent()) {
        requireOwnIds(settings, name);
        return SentencePieceJson.of(SentencePieceModel.read(model.get(), file), settings);
      }
    }
    throw new InvalidInputException(
        "the folder '%s' must hold a tokenizer: tokenizer.json, vocab.json with merges.txt, vocab.txt, or one of %s; it holds none"
            .formatted(name, String.join(", ", SENTENCEPIECE)));
  }

  private static void requireOwnIds(JsonNode settings, String name) {
    String type = settings.path("tokenizer_class").asText().replaceFirst("Fast$", "");
    require(
        !SHIFTED.contains(type),
        "the sentencepiece model of '%s' must have the ids of its language model, but a %s counts"
            + " them otherwise; save a tokenizer.json with the library that made the folder",
        name,
        type);
  }

  /** What was added to the vocabulary later, by id, wherever it is said. */
  private static void addedTokens(FolderFiles files, String name, ObjectNode settings) {
    ObjectNode added = settings.withObject("/added_tokens_decoder");
    json(files, "added_tokens.json", name)
        .properties()
        .forEach(
            token -> {
              if (!added.has(token.getValue().asText())) {
                added.putObject(token.getValue().asText()).put("content", token.getKey());
              }
            });
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static JsonNode json(FolderFiles files, String file, String name) {
    Optional<byte[]> bytes = files.file(file);
    if (bytes.isEmpty()) {
      return JsonNodeFactory.instance.objectNode();
    }
    JsonNode node;
    try {
      node = JSON.readTree(bytes.get());
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s of '%s' is not JSON: %s".formatted(file, name, DurableFiles.reason(e)), e);
    }
    require(node.isObject(), "%s of '%s' must hold one JSON object", file, name);
    return node;
  }
}
