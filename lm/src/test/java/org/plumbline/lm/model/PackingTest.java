package org.plumbline.lm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumbline.lm.GoldenModels;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/** Documents that share a row are read as if each had one of its own. */
final class PackingTest {
  private static final long SEED = 7;

  private final SplittableRandom random = new SplittableRandom(SEED);

  /** Rotary and learned positions, none, sliding windows, soft caps, experts, long rotary ones. */
  static Stream<String> families() {
    return GoldenModels.with("expected.json").stream()
        .filter(name -> ModelFolder.open(GoldenModels.folder(name)).isCausalLm())
        .filter(name -> !name.endsWith("seqcls"));
  }

  @ParameterizedTest
  @MethodSource("families")
  void packedGradientsAreThoseOfSingleRows(String family) {
    try (CausalLm lm = ModelFolder.open(GoldenModels.folder(family)).causalLm()) {
      lm.parameters().train(name -> true);
      List<int[]> documents = List.of(ids(3, lm), ids(14, lm), ids(6, lm), ids(9, lm));
      Map<String, float[]> single =
          Gradients.of(lm, () -> loss(lm, new TokenBatch(documents), documents));
      TokenBatch packed =
          TokenBatch.packed(
              List.of(documents.subList(0, 2), documents.subList(2, 3), documents.subList(3, 4)));
      Gradients.assertSame(
          single,
          Gradients.of(lm, () -> loss(lm, packed, documents)),
          2e-5,
          family + ", seed " + SEED);
    }
  }

  @Test
  void anotherNeighbourChangesNothing() {
    try (CausalLm lm = ModelFolder.open(GoldenModels.folder("mistral")).causalLm()) {
      int[] document = ids(8, lm);
      float[] one = last(lm, ids(5, lm), document);
      assertArrayEquals(one, last(lm, ids(5, lm), document));
      TokenBatch joined = TokenBatch.packed(List.of(List.of(document, document)));
      assertTrue(joined.isPacked());
      assertFalse(new TokenBatch(List.of(document)).isPacked());
    }
  }

  @Test
  void aRowMayBeLongerThanTheContextIfItsDocumentsAreNot() {
    try (CausalLm lm = ModelFolder.open(GoldenModels.folder("gpt2")).causalLm()) {
      List<int[]> row = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        row.add(ids(lm.contextLength() - 1, lm));
      }
      TokenBatch packed = TokenBatch.packed(List.of(row));
      assertTrue(packed.width() > lm.contextLength());
      assertTrue(Scope.inference(() -> lm.hidden(packed).isFinite()));
    }
  }

  private static float[] last(CausalLm lm, int[] before, int[] document) {
    return Scope.inference(
        () ->
            lm.hidden(TokenBatch.packed(List.of(List.of(before, document))))
                .narrow(1, before.length, document.length)
                .toFloats());
  }

  private static Tensor loss(CausalLm lm, TokenBatch batch, List<int[]> documents) {
    List<boolean[]> marked = new ArrayList<>();
    int next = 0;
    for (int[] row : batch.documents()) {
      boolean[] asked = new boolean[java.util.Arrays.stream(row).sum()];
      int begin = 0;
      for (int length : row) {
        for (int t = 1 + next % 2; t < length; t++) {
          asked[begin + t] = true;
        }
        begin += length;
        next++;
      }
      marked.add(asked);
    }
    assertTrue(next == documents.size());
    return CrossEntropy.of(lm, batch, TokenTargets.marked(batch, marked), 20);
  }

  private int[] ids(int length, CausalLm lm) {
    return Gradients.ids(random, length, lm.vocabularySize());
  }
}
