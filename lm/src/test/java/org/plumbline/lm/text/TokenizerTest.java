package org.plumbline.lm.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.text.TokenizedText.Span;

final class TokenizerTest {
  private static final long SEED = 7_041_776L;

  @ParameterizedTest
  @ValueSource(strings = {"bpe-bytelevel", "bpe-split-regex", "bpe-bytefallback"})
  void anyTextComesBackAsItWas(String name) throws IOException {
    Random random = new Random(SEED);
    try (Tokenizer tokenizer = GoldenTokenizerTest.tokenizer(name)) {
      for (int i = 0; i < 300; i++) {
        String text = randomText(random);
        assertEquals(text, tokenizer.decode(tokenizer.encodeLiteral(text)), "seed " + SEED);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bpe-bytelevel", "wordpiece", "unigram-metaspace", "bpe-bytefallback"})
  void longTextsAreNeitherCutNorPadded(String name) throws IOException {
    try (Tokenizer tokenizer = GoldenTokenizerTest.tokenizer(name)) {
      int one = tokenizer.encode("!").length;
      String text = "! ".repeat(8000).strip();
      assertTrue(tokenizer.encode(text).length >= 8000, "one '!' has " + one + " tokens");
      List<int[]> batch = tokenizer.encode(List.of("!", text, ""));
      assertEquals(one, batch.get(0).length);
      assertArrayEquals(tokenizer.encode(text), batch.get(1));
      assertEquals(0, batch.get(2).length);
    }
  }

  @Test
  void specialTokensBeyondAModelsEmbeddingsHarmOnlyTextsThatHaveThem() {
    String json =
        """
        {"version": "1.0", "normalizer": null, "pre_tokenizer": {"type": "Whitespace"},
         "added_tokens": [{"id": 3, "content": "<image>", "special": true, "single_word": false,
                           "lstrip": false, "rstrip": false, "normalized": false}],
         "post_processor": null, "decoder": null, "truncation": null, "padding": null,
         "model": {"type": "WordLevel", "unk_token": "?", "vocab": {"?": 0, "a": 1, "b": 2}}}
        """;
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    try (Tokenizer tokenizer = Tokenizer.load(bytes, SpecialTokens.NONE).limitedTo(3)) {
      assertArrayEquals(new int[] {1, 2}, tokenizer.encode("a b"));
      assertTrue(Arrays.stream(tokenizer.encodeLiteral("a <image>")).allMatch(id -> id < 3));
      for (Executable read :
          List.<Executable>of(
              () -> tokenizer.encode("a <image>"), () -> tokenizer.tokenizeAlone("<image> a"))) {
        var e = assertThrows(InvalidInputException.class, read);
        assertTrue(e.getMessage().contains("'<image>' with id 3"), e.getMessage());
        assertTrue(e.getMessage().contains("3 embeddings"), e.getMessage());
      }
      assertThrows(InvalidInputException.class, () -> tokenizer.requireFits(2));
    }
    try (Tokenizer ended = Tokenizer.load(bytes, SpecialTokens.of("a", "<image>"))) {
      assertThrows(InvalidInputException.class, () -> ended.requireFits(3));
    }
  }

  @Test
  void manyThreadsShareOneTokenizer() throws IOException {
    Random random = new Random(SEED);
    List<String> texts = IntStream.range(0, 500).mapToObj(i -> randomText(random)).toList();
    try (Tokenizer tokenizer = GoldenTokenizerTest.tokenizer("bpe-split-regex")) {
      List<int[]> alone = texts.stream().map(tokenizer::encodeLiteral).toList();
      List<int[]> together = texts.parallelStream().map(tokenizer::encodeLiteral).toList();
      assertArrayEquals(alone.toArray(), together.toArray(), "seed " + SEED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bpe-bytefallback", "bpe-split-regex", "unigram-metaspace", "wordpiece"})
  void noLiteralTextSpellsASpecialToken(String name) throws IOException {
    String text = "a <s> b</s> c <|endoftext|> <|im_start|> [CLS] [SEP] [MASK] <pad> <unk>";
    try (Tokenizer tokenizer = GoldenTokenizerTest.tokenizer(name)) {
      assertTrue(Arrays.stream(tokenizer.encode(text)).anyMatch(tokenizer::isSpecial));
      int unknown =
          List.of("<unk>", "[UNK]").stream()
              .mapToInt(token -> tokenizer.id(token).orElse(-1))
              .max()
              .orElseThrow();
      int[] ids = tokenizer.encodeLiteral(text);
      assertTrue(
          Arrays.stream(ids).noneMatch(id -> id != unknown && tokenizer.isSpecial(id)),
          Arrays.toString(ids));
    }
  }

  @Test
  void placesAreCountedAsSubstringCounts() throws IOException {
    try (Tokenizer tokenizer = GoldenTokenizerTest.tokenizer("wordpiece")) {
      List<Span> spans = tokenizer.tokenize("\uD83D\uDE00 the").spans();
      Span last = spans.get(spans.size() - 2);
      assertEquals("the", "\uD83D\uDE00 the".substring(spans.get(2).start(), last.end()));
      assertEquals(new Span(0, 0), spans.get(0));
    }
  }

  @Test
  void anUnpairedSurrogateIsReadAsTheReplacementCharacter() throws IOException {
    try (Tokenizer tokenizer = GoldenTokenizerTest.tokenizer("bpe-bytelevel")) {
      assertEquals("a\uFFFDb", tokenizer.decode(tokenizer.encode("a\uD83Db")));
      assertEquals("\uFFFD", tokenizer.decode(tokenizer.encode("\uDE00")));
    }
  }

  @Test
  void specialTokensAreFoundAndLeftOut() throws IOException {
    try (Tokenizer tokenizer = GoldenTokenizerTest.tokenizer("wordpiece")) {
      int cls = tokenizer.id("[CLS]").orElseThrow();
      assertEquals(cls, tokenizer.encodeWithSpecialTokens("the")[0]);
      assertTrue(tokenizer.isSpecial(cls));
      assertFalse(tokenizer.id("no such token").isPresent());
      assertEquals("the", tokenizer.decode(tokenizer.encodeWithSpecialTokens("the")));
    }
  }

  @Test
  void anIdOutsideTheVocabularyIsRefused() throws IOException {
    try (Tokenizer tokenizer = GoldenTokenizerTest.tokenizer("wordpiece")) {
      int size = tokenizer.vocabularySize();
      assertThrows(InvalidInputException.class, () -> tokenizer.decode(new int[] {size}));
      assertThrows(InvalidInputException.class, () -> tokenizer.decode(new int[] {-1}));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"model\": {}}",
        "{\"model\": {\"type\": \"BPE\", \"vocab\": {}, \"merges\": []}}",
        "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": -1}, \"merges\": []}}",
        "{\"model\": {\"type\": \"Nonsense\", \"vocab\": {\"a\": 0}, \"merges\": []}}"
      })
  void aFileThatIsNoTokenizerIsRefused(String json, @TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), json);
    var e = assertThrows(InvalidInputException.class, () -> Tokenizer.load(folder));
    assertTrue(String.valueOf(e.getMessage()).contains(folder.toString()), e.toString());
  }

  @Test
  void aMissingFileIsNamed(@TempDir Path folder) {
    var e = assertThrows(InvalidInputException.class, () -> Tokenizer.load(folder));
    assertTrue(String.valueOf(e.getMessage()).contains("tokenizer.json"), e.toString());
  }

  @Test
  void theConfigBesideItNamesBosAndEos(@TempDir Path folder) throws IOException {
    BpeTrainer.train(List.of("a").stream(), new BpeOptions(258, 1)).writeTo(folder);
    Path config = folder.resolve("tokenizer_config.json");
    Files.writeString(config, "{\"bos_token\": null, \"eos_token\": {\"content\": \"</s>\"}}");
    try (Tokenizer tokenizer = Tokenizer.load(folder.resolve("tokenizer.json"))) {
      assertFalse(tokenizer.bos().isPresent());
      assertEquals(1, tokenizer.eos().orElseThrow());
    }
    Files.writeString(config, "{\"eos_token\": \"<eos>\"}");
    assertThrows(InvalidInputException.class, () -> Tokenizer.load(folder));
    assertThrows(InvalidInputException.class, () -> SpecialTokens.parse("{"));
    assertEquals(Optional.empty(), SpecialTokens.parse("{}").bos());
  }

  @Test
  void theHashIsThatOfTheBytes() {
    String json = BpeTrainer.train(List.of("a").stream(), new BpeOptions(258, 1)).tokenizerJson();
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    try (Tokenizer tokenizer = Tokenizer.load(bytes, SpecialTokens.NONE)) {
      assertTrue(tokenizer.hash().matches("[0-9a-f]{64}"), tokenizer.hash());
      assertEquals(Tokenizer.sha256(bytes), tokenizer.hash());
    }
  }

  /** Any characters but surrogates; half of them from small ranges. */
  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(40); length > 0; length--) {
      int c = random.nextInt(random.nextBoolean() ? 0x180 : Character.MAX_CODE_POINT + 1);
      text.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? ' ' : c);
    }
    return text.toString();
  }
}
