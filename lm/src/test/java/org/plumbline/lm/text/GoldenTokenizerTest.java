package org.plumbline.lm.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.lm.text.TokenizedText.Span;

/** Five kinds of tokenizer against what the Python library tokenizers says of them. */
final class GoldenTokenizerTest {
  private static final List<List<String>> PAIRS =
      List.of(List.of("Hello world", "The keeper"), List.of("", "x"), List.of("你好", "<s>"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bpe-bytefallback",
        "bpe-bytelevel",
        "bpe-split-regex",
        "unigram-metaspace",
        "wordpiece"
      })
  void agreesWithTheReference(String name) throws IOException {
    JsonNode expected = expected(name);
    try (Tokenizer tokenizer = tokenizer(name)) {
      assertEquals(expected.path("vocab_size").asInt(), tokenizer.vocabularySize());
      List<String> inputs = strings(expected.path("inputs"));
      List<int[]> batch = tokenizer.encode(inputs);
      for (int i = 0; i < inputs.size(); i++) {
        JsonNode wanted = expected.path("cases").path(i);
        checkCase(tokenizer, inputs.get(i), wanted);
        assertArrayEquals(ints(wanted.path("ids_plain")), batch.get(i), inputs.get(i));
      }
      for (int i = 0; i < PAIRS.size(); i++) {
        checkPair(tokenizer, PAIRS.get(i), expected.path("pairs").path(i));
      }
    }
  }

  private static void checkCase(Tokenizer tokenizer, String input, JsonNode wanted) {
    int[] ids = ints(wanted.path("ids"));
    assertArrayEquals(ids, tokenizer.encodeWithSpecialTokens(input), input);
    assertArrayEquals(ints(wanted.path("ids_plain")), tokenizer.encode(input), input);
    assertEquals(wanted.path("decoded").asText(), tokenizer.decodeWithSpecialTokens(ids), input);
    assertEquals(wanted.path("decoded_skip").asText(), tokenizer.decode(ids), input);
    TokenizedText tokenized = tokenizer.tokenize(input);
    assertArrayEquals(ids, tokenized.ids(), input);
    if (wanted.has("tokens")) {
      assertEquals(strings(wanted.path("tokens")), tokenized.tokens(), input);
    }
    if (wanted.has("offsets")) {
      assertEquals(spans(input, wanted.path("offsets")), tokenized.spans(), input);
    }
  }

  private static void checkPair(Tokenizer tokenizer, List<String> pair, JsonNode wanted) {
    TokenizedText tokenized = tokenizer.tokenize(pair.get(0), pair.get(1));
    assertArrayEquals(ints(wanted.path("ids")), tokenized.ids(), pair.toString());
    assertArrayEquals(ints(wanted.path("type_ids")), tokenized.typeIds(), pair.toString());
    // No character here is beyond the basic plane: code points and UTF-16 units are the same.
    assertEquals(spans("_".repeat(20), wanted.path("offsets")), tokenized.spans());
  }

  private static List<Span> spans(String text, JsonNode codePoints) {
    return StreamSupport.stream(codePoints.spliterator(), false)
        .map(
            span ->
                new Span(
                    text.offsetByCodePoints(0, span.path(0).asInt()),
                    text.offsetByCodePoints(0, span.path(1).asInt())))
        .toList();
  }

  static Tokenizer tokenizer(String name) throws IOException {
    try (InputStream json = resource(name + "/tokenizer.json")) {
      return Tokenizer.load(json, SpecialTokens.NONE);
    }
  }

  private static JsonNode expected(String name) throws IOException {
    try (InputStream json = resource(name + "/expected.json")) {
      return new JsonMapper().readTree(json);
    }
  }

  private static InputStream resource(String path) {
    return Objects.requireNonNull(GoldenTokenizerTest.class.getResourceAsStream(path), path);
  }

  private static List<String> strings(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static int[] ints(JsonNode array) {
    return IntStream.range(0, array.size()).map(i -> array.get(i).asInt()).toArray();
  }
}
