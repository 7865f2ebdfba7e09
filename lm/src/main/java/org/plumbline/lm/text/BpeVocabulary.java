package org.plumbline.lm.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.plumbline.core.error.FailedException;

/**
 * A trained byte-level vocabulary; each token's id is its place.
 *
 * @param tokens every token, spelled in GPT-2's byte alphabet; the special ones first, {@code <s>}
 *     as 0 and {@code </s>} as 1
 * @param specialTokens how many of them are special
 * @param merges which two tokens become one, the earliest first
 */
public record BpeVocabulary(List<String> tokens, int specialTokens, List<Merge> merges) {
  /** Begins a text; its id is 0. */
  public static final String BOS = "<s>";

  /** Ends a text; its id is 1. */
  public static final String EOS = "</s>";

  private static final JsonMapper JSON = new JsonMapper();

  /** Two neighbours that become one token. */
  public record Merge(String left, String right) {}

  public BpeVocabulary {
    tokens = List.copyOf(tokens);
    merges = List.copyOf(merges);
  }

  /** Tokens in all; fewer than asked for if the texts ran out of frequent pairs. */
  public int size() {
    return tokens.size();
  }

  /** A tokenizer with this vocabulary; the caller closes it. */
  public Tokenizer tokenizer() {
    return Tokenizer.load(
        tokenizerJson().getBytes(StandardCharsets.UTF_8), SpecialTokens.of(BOS, EOS));
  }

  /**
   * Writes {@code tokenizer.json} and {@code tokenizer_config.json} into the folder, which is made
   * if need be.
   *
   * @throws FailedException if it cannot be written
   */
  public void writeTo(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("tokenizer.json"), tokenizerJson());
      Files.writeString(folder.resolve("tokenizer_config.json"), tokenizerConfigJson());
    } catch (IOException e) {
      throw new FailedException(
          "cannot write the tokenizer to '%s': %s".formatted(folder, e.getMessage()), e);
    }
  }

  /** The vocabulary as a Hugging Face {@code tokenizer.json}. */
  public String tokenizerJson() {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", "1.0").putNull("truncation").putNull("padding");
    addSpecialTokens(root.putArray("added_tokens"));
    root.putNull("normalizer");
    root.set("pre_tokenizer", byteLevel());
    root.set("post_processor", beginsWithBos());
    root.set("decoder", byteLevel());
    root.set("model", model());
    return print(root);
  }

  private void addSpecialTokens(ArrayNode added) {
    for (int id = 0; id < specialTokens; id++) {
      ObjectNode token = added.addObject().put("id", id).put("content", tokens.get(id));
      token.put("single_word", false).put("lstrip", false).put("rstrip", false);
      token.put("normalized", false).put("special", true);
    }
  }

  private static ObjectNode byteLevel() {
    ObjectNode node = JSON.createObjectNode().put("type", "ByteLevel");
    return node.put("add_prefix_space", false).put("trim_offsets", false).put("use_regex", true);
  }

  // For other programs that load the folder; TextEncoder adds its own.
  private static ObjectNode beginsWithBos() {
    ObjectNode node = JSON.createObjectNode().put("type", "TemplateProcessing");
    ArrayNode single = node.putArray("single");
    addBos(single, 0);
    addSequence(single, "A", 0);
    ArrayNode pair = node.putArray("pair");
    addBos(pair, 0);
    addSequence(pair, "A", 0);
    addBos(pair, 1);
    addSequence(pair, "B", 1);
    ObjectNode bos = node.putObject("special_tokens").putObject(BOS).put("id", BOS);
    bos.putArray("ids").add(0);
    bos.putArray("tokens").add(BOS);
    return node;
  }

  private static void addBos(ArrayNode template, int typeId) {
    template.addObject().putObject("SpecialToken").put("id", BOS).put("type_id", typeId);
  }

  private static void addSequence(ArrayNode template, String name, int typeId) {
    template.addObject().putObject("Sequence").put("id", name).put("type_id", typeId);
  }

  private ObjectNode model() {
    ObjectNode model = JSON.createObjectNode().put("type", "BPE").putNull("dropout");
    model.putNull("unk_token").putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
    ObjectNode vocabulary = model.putObject("vocab");
    for (int id = 0; id < tokens.size(); id++) {
      vocabulary.put(tokens.get(id), id);
    }
    ArrayNode rows = model.putArray("merges");
    merges.forEach(merge -> rows.add(merge.left() + " " + merge.right()));
    return model;
  }

  private static String tokenizerConfigJson() {
    ObjectNode config = JSON.createObjectNode().put("tokenizer_class", "PreTrainedTokenizerFast");
    config.put("bos_token", BOS).put("eos_token", EOS);
    config.put("add_prefix_space", false).put("clean_up_tokenization_spaces", false);
    return print(config);
  }

  private static String print(ObjectNode node) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree of strings and numbers is always written", e);
    }
  }
}
