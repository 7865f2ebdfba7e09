package org.plumbline.lm.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.text.SpecialTokens;
import org.plumbline.lm.text.Tokenizer;

/** A published model out of its ONNX file, against similarities that its own library gives. */
final class MiniLmTest {
  private static final BertConfig MINI_LM = new BertConfig(30_522, 384, 1536, 6, 12, 512, 2, 1e-12);
  private static final String PERSON = "That is a happy person";

  private static Bert bert;
  private static Tokenizer tokenizer;

  @BeforeAll
  static void load() throws IOException {
    try (InputStream onnx = open("all-minilm-l6-v2.onnx");
        InputStream json = open("all-minilm-l6-v2-tokenizer.json")) {
      bert = OnnxBert.read(MINI_LM, onnx);
      tokenizer = Tokenizer.load(json, SpecialTokens.of("[CLS]", "[SEP]"));
    }
  }

  @AfterAll
  static void free() {
    bert.close();
    tokenizer.close();
  }

  @Test
  void sentencesAreAsSimilarAsThePublishedModelSays() {
    float[][] vectors =
        vectors(
            PERSON, "That is a happy dog", "That is a very happy person", "Today is a sunny day");
    assertEquals(0.6946, cosine(vectors[0], vectors[1]), 1e-3);
    assertEquals(0.9429, cosine(vectors[0], vectors[2]), 1e-3);
    assertEquals(0.2569, cosine(vectors[0], vectors[3]), 1e-3);
  }

  @Test
  void aTextAloneHasTheVectorThatItHasInABatch() {
    float[] alone = vectors(PERSON)[0];
    float[] beside =
        vectors(PERSON, PERSON + ", and so are all of the people who live in this quiet street")[0];
    for (int i = 0; i < alone.length; i++) {
      assertEquals(alone[i], beside[i], 1e-5);
    }
  }

  @Test
  void itHasAsManyParametersAsPublishedWithoutThePooler() {
    assertEquals(22_713_216 - 384 * 384 - 384, bert.parameters().count());
  }

  @Test
  void aConfigurationOfAnotherModelIsRefused() throws IOException {
    BertConfig wrong = new BertConfig(30_522, 384, 1536, 5, 12, 512, 2, 1e-12);
    try (InputStream onnx = open("all-minilm-l6-v2.onnx")) {
      InvalidInputException e =
          assertThrows(InvalidInputException.class, () -> OnnxBert.read(wrong, onnx));
      assertTrue(
          e.getMessage().contains("30 weights, 6 for each of 5 layers (got 36)"), e.getMessage());
    }
  }

  private static float[][] vectors(String... texts) {
    TokenBatch batch =
        new TokenBatch(Stream.of(texts).map(tokenizer::encodeWithSpecialTokens).toList());
    float[] flat = Scope.inference(() -> bert.pooled(batch).toFloats());
    float[][] rows = new float[texts.length][];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = Arrays.copyOfRange(flat, r * 384, (r + 1) * 384);
    }
    return rows;
  }

  private static double cosine(float[] a, float[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return ab / Math.sqrt(aa * bb);
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(
        MiniLmTest.class.getClassLoader().getResourceAsStream(name), name);
  }
}
