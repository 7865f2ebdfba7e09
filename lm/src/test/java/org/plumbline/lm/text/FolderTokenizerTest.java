package org.plumbline.lm.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.testkit.SeededRandom;

/** Folders without a tokenizer.json. */
final class FolderTokenizerTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"sp-bpe", "sp-unigram", "sp-unigram-bytes"})
  void aSentencepieceModelCutsAsSentencepieceDoes(String name) throws IOException {
    copy(name + "/tokenizer.model", "tokenizer.model");
    JsonNode expected = json(name + "/expected.json");
    SentencePieceModel model =
        SentencePieceModel.read(Files.readAllBytes(folder.resolve("tokenizer.model")), name);
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      assertEquals(expected.path("size").asInt(), tokenizer.vocabularySize());
      for (int i = 0; i < expected.path("inputs").size(); i++) {
        String input = expected.path("inputs").path(i).asText();
        JsonNode wanted = expected.path("cases").path(i);
        requireSameCut(model, ints(wanted.path("ids")), tokenizer.encodeLiteral(input), input);
        // What no piece spells, sentencepiece writes in its own way.
        assertEquals(
            wanted.path("decoded").asText().replace(" \u2047 ", "<unk>"),
            tokenizer.decodeWithSpecialTokens(ints(wanted.path("ids"))),
            input);
      }
    }
  }

  /** Two cuts of one text may be equally likely, as 00 0 and 0 00; then either is right. */
  private static void requireSameCut(
      SentencePieceModel model, int[] wanted, int[] got, String input) {
    if (model.algorithm() == SentencePieceModel.Algorithm.BPE
        || wanted.length != got.length
        || Math.abs(score(model, wanted) - score(model, got)) > 1e-3) {
      assertArrayEquals(wanted, got, input);
    }
  }

  private static double score(SentencePieceModel model, int[] ids) {
    return Arrays.stream(ids).mapToDouble(id -> model.pieces().get(id).score()).sum();
  }

  @Test
  void aSentencepieceModelSaysWhatBeginsAndEndsATextAndTheSettingsMayOverruleIt()
      throws IOException {
    copy("sp-bpe/tokenizer.model", "tokenizer.model");
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      assertEquals(1, tokenizer.bos().orElseThrow());
      assertEquals(2, tokenizer.eos().orElseThrow());
      assertEquals(1, tokenizer.encodeWithSpecialTokens("a")[0]);
      assertTrue(tokenizer.isSpecial(0) && tokenizer.isSpecial(2));
    }
    settings(
        """
        {"add_bos_token": false, "add_eos_token": true, "bos_token": {"content": "<x>"},
         "added_tokens_decoder": {"440": {"content": "<x>", "special": true}}}
        """);
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      assertEquals(440, tokenizer.bos().orElseThrow());
      assertEquals(441, tokenizer.vocabularySize());
      int[] ids = tokenizer.encodeWithSpecialTokens("a");
      assertEquals(2, ids[ids.length - 1]);
      assertTrue(ids[0] > 2);
      assertArrayEquals(new int[] {440}, tokenizer.encode("<x>"));
    }
    settings("{\"tokenizer_class\": \"XLMRobertaTokenizer\"}");
    assertThrows(InvalidInputException.class, () -> Tokenizer.load(folder));
  }

  @Test
  void vocabularyAndMergesCutAsTheWholeFileDoes() throws IOException {
    JsonNode whole = json("bpe-bytelevel/tokenizer.json");
    Files.writeString(folder.resolve("vocab.json"), whole.path("model").path("vocab").toString());
    StringBuilder merges = new StringBuilder("#version: 0.2\n");
    whole
        .path("model")
        .path("merges")
        .forEach(m -> merges.append(m.path(0).asText() + " " + m.path(1).asText() + "\n"));
    Files.writeString(folder.resolve("merges.txt"), merges);
    ObjectNode config = JSON.createObjectNode();
    whole
        .path("added_tokens")
        .forEach(t -> config.withObject("/added_tokens_decoder").set(t.path("id").asText(), t));
    settings(config.toString());
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      requireSameIds("bpe-bytelevel", tokenizer);
      int end = tokenizer.id("<|endoftext|>").orElseThrow();
      assertEquals(end, tokenizer.eos().orElseThrow());
    }
  }

  @Test
  void robertasTextsStandBetweenTwoTokens() throws IOException {
    Files.writeString(
        folder.resolve("vocab.json"), "{\"<s>\":0,\"</s>\":1,\"a\":2,\"b\":3,\"ab\":4}");
    Files.writeString(folder.resolve("merges.txt"), "a b\n");
    settings("{\"cls_token\": \"<s>\", \"sep_token\": \"</s>\"}");
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      assertArrayEquals(new int[] {0, 4, 2, 1}, tokenizer.encodeWithSpecialTokens("aba"));
      assertArrayEquals(new int[] {4, 2}, tokenizer.encode("aba"));
    }
    Files.writeString(folder.resolve("merges.txt"), "a b c\n");
    assertThrows(InvalidInputException.class, () -> Tokenizer.load(folder));
  }

  @Test
  void aListOfWordsCutsAsTheWholeFileDoes() throws IOException {
    JsonNode whole = json("wordpiece/tokenizer.json");
    TreeMap<Integer, String> words = new TreeMap<>();
    whole
        .path("model")
        .path("vocab")
        .properties()
        .forEach(e -> words.put(e.getValue().asInt(), e.getKey()));
    Files.writeString(folder.resolve("vocab.txt"), String.join("\n", words.values()) + "\n");
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      requireSameIds("wordpiece", tokenizer);
      int[] ids = tokenizer.encodeWithSpecialTokens("the");
      assertEquals(tokenizer.bos().orElseThrow(), ids[0]);
      assertEquals(tokenizer.eos().orElseThrow(), ids[ids.length - 1]);
    }
    settings("{\"do_lower_case\": false}");
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      assertTrue(!Arrays.equals(tokenizer.encode("the"), tokenizer.encode("THE")));
    }
    Files.writeString(folder.resolve("vocab.txt"), "a\nb\n");
    assertThrows(InvalidInputException.class, () -> Tokenizer.load(folder));
  }

  @Test
  void aDamagedSentencepieceModelIsRefused() throws IOException {
    byte[] whole;
    try (InputStream in = resource("sp-bpe/tokenizer.model")) {
      whole = in.readAllBytes();
    }
    SeededRandom.forAll(
        300,
        random -> {
          byte[] bytes = Arrays.copyOf(whole, random.integer(0, 600));
          for (int i = random.integer(0, 4); i > 0 && bytes.length > 0; i--) {
            bytes[random.integer(0, bytes.length - 1)] = (byte) random.integer(0, 255);
          }
          try {
            SentencePieceModel.read(bytes, "x.model");
          } catch (InvalidInputException e) {
            assertTrue(e.getMessage().contains("x.model"), e.getMessage());
          }
        });
  }

  private static void requireSameIds(String name, Tokenizer tokenizer) throws IOException {
    JsonNode expected = json(name + "/expected.json");
    for (int i = 0; i < expected.path("inputs").size(); i++) {
      String input = expected.path("inputs").path(i).asText();
      JsonNode wanted = expected.path("cases").path(i);
      assertArrayEquals(ints(wanted.path("ids_plain")), tokenizer.encode(input), input);
      assertArrayEquals(ints(wanted.path("ids")), tokenizer.encodeWithSpecialTokens(input), input);
      assertEquals(
          wanted.path("decoded").asText(),
          tokenizer.decodeWithSpecialTokens(ints(wanted.path("ids"))),
          input);
    }
  }

  private void settings(String json) throws IOException {
    Files.writeString(folder.resolve("tokenizer_config.json"), json, StandardCharsets.UTF_8);
  }

  private void copy(String from, String to) throws IOException {
    try (InputStream in = resource(from)) {
      Files.copy(in, folder.resolve(to));
    }
  }

  private static JsonNode json(String path) throws IOException {
    try (InputStream in = resource(path)) {
      return JSON.readTree(in);
    }
  }

  private static InputStream resource(String path) {
    return Objects.requireNonNull(FolderTokenizerTest.class.getResourceAsStream(path), path);
  }

  private static int[] ints(JsonNode array) {
    return IntStream.range(0, array.size()).map(i -> array.get(i).asInt()).toArray();
  }
}
