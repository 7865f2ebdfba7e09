package org.plumbline.lm.family;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.model.Continuation;
import org.plumbline.lm.model.DecoderConfig;
import org.plumbline.lm.model.KeyValueCache;
import org.plumbline.lm.model.TensorFile;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.model.TokenLogProbs;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;
import org.plumbline.testkit.SeededRandom;

class LlamaTest {
  private static final LlamaConfig TINY =
      new LlamaConfig(23, 12, 20, 2, 3, 1, 4, 32, 10_000, 1e-5, true, 0, 1);

  @Test
  void paddingChangesNoLogProb() {
    SeededRandom.forAll(
        5,
        random -> {
          CausalLm lm = Llama.random(TINY, new Seeds(random.seed()));
          int[] shorter = ids(random, 5);
          int[] longer = ids(random, 11);
          float[] alone = logProbs(lm, List.of(shorter));
          float[] padded = logProbs(lm, List.of(longer, shorter));
          for (int t = 0; t < alone.length; t++) {
            assertEquals(alone[t], padded[longer.length - 1 + t], 1e-5, random::toString);
          }
          lm.close();
        });
  }

  @Test
  void readingWithACacheEqualsReadingAtOnce() {
    SeededRandom.forAll(
        5,
        random -> {
          CausalLm lm = Llama.random(TINY, new Seeds(random.seed()));
          int[] first = ids(random, 9);
          int[] second = ids(random, 6);
          float[] whole = lastHidden(lm, List.of(first, second));
          float[] pieces =
              Scope.inference(
                  () -> {
                    try (KeyValueCache cache = lm.cache(2, 16)) {
                      lm.extend(new TokenBatch(List.of(head(first, 4), head(second, 2))), cache);
                      lm.extend(
                          new TokenBatch(List.of(part(first, 4, 5), part(second, 2, 5))), cache);
                      return lm.extend(
                              new TokenBatch(List.of(part(first, 5, 9), part(second, 5, 6))), cache)
                          .toFloats();
                    }
                  });
          assertArrayEquals(whole, pieces, 1e-5f, random::toString);
          lm.close();
        });
  }

  @Test
  void aSlotThatCopiesAnotherReadsOnAsThatOne() {
    CausalLm lm = Llama.random(TINY, new Seeds(7));
    float[][] read =
        Scope.inference(
            () -> {
              try (KeyValueCache cache = lm.cache(3, 8)) {
                lm.extend(
                    new TokenBatch(List.of(new int[] {3, 4, 5}, new int[] {6, 7}, new int[] {9})),
                    cache);
                cache.copy(0, 2, 2);
                cache.require(90);
                float[] copied = next(lm, cache, 2);
                cache.shorten(0, 2);
                return new float[][] {next(lm, cache, 0), copied};
              }
            });
    assertArrayEquals(read[0], read[1]);
    lm.close();
  }

  private static float[] next(CausalLm lm, KeyValueCache cache, int slot) {
    return lm.extend(List.of(new Continuation(slot, new int[] {8}, 0)), cache).toFloats();
  }

  @Test
  void gradientsAgreeWithFiniteDifferences() {
    CausalLm lm = Llama.random(TINY, new Seeds(11));
    TokenBatch batch = new TokenBatch(List.of(new int[] {0, 5, 9, 2}, new int[] {0, 7, 1}));
    // Larger weights than those of a fresh model, so that differences stand out of the rounding of
    // floats.
    Scope.withoutGradients(
        () ->
            lm.parameters().tensors().stream()
                .filter(t -> t.shape().length == 2)
                .forEach(t -> t.timesInPlace(15)));
    lm.parameters().train(name -> true);
    Scope.training(() -> loss(lm, batch).backward());
    SeededRandom random = new SeededRandom(5);
    for (Map.Entry<String, Tensor> parameter : lm.parameters().asMap().entrySet()) {
      Tensor tensor = parameter.getValue();
      float[] values = tensor.toFloats();
      float[] gradient = tensor.gradient().toFloats();
      int place = random.integer(0, values.length - 1);
      double slope =
          (lossAt(lm, batch, tensor, place, 1e-2f) - lossAt(lm, batch, tensor, place, -1e-2f))
              / 2e-2;
      assertEquals(
          slope, gradient[place], 2e-3 + 0.03 * Math.abs(slope), parameter.getKey() + " " + place);
    }
    lm.close();
  }

  @Test
  void aModelSavedAndLoadedIsTheSameToTheBit(@TempDir Path folder) {
    CausalLm lm = Llama.random(TINY, new Seeds(3));
    TensorFile.save(folder.resolve("model.safetensors"), lm.parameters().asMap(), Map.of());
    CausalLm other = Llama.random(TINY, new Seeds(4));
    TensorFile.loadInto(folder.resolve("model.safetensors"), other.parameters().asMap());
    for (String name : lm.parameters().names()) {
      assertArrayEquals(
          lm.parameters().get(name).toFloats(), other.parameters().get(name).toFloats(), name);
    }
    lm.close();
    other.close();
  }

  @Test
  void aConfigurationIsReadBackAsItWasWritten() {
    DecoderConfig read = new Llama().config(new ConfigReader(TINY.toJson()));
    assertEquals(TINY.vocabularySize(), read.vocabularySize());
    assertEquals(TINY.contextLength(), read.contextLength());
    assertEquals(TINY.headSize(), read.attention().headSize());
    assertEquals(TINY.keyValueHeads(), read.attention().keyValueHeads());
    assertEquals(TINY.layers(), read.layers().size());
    assertEquals(TINY.normEpsilon(), read.normEpsilon());
    assertEquals(DecoderConfig.Head.TIED, read.head());
  }

  @Test
  void aConfigurationThatWouldBeComputedWronglyIsRefused() {
    var json = TINY.toJson();
    json.putObject("rope_scaling").put("rope_type", "spiral");
    var error =
        assertThrows(
            org.plumbline.core.error.InvalidInputException.class,
            () -> new Llama().config(new ConfigReader(json)));
    assertTrue(error.getMessage().contains("spiral"), error.getMessage());
  }

  private static double lossAt(
      CausalLm lm, TokenBatch batch, Tensor tensor, int place, float shift) {
    float[] values = tensor.toFloats();
    float[] shifted = values.clone();
    shifted[place] += shift;
    Scope.withoutGradients(() -> tensor.set(shifted));
    double loss = Scope.inference(() -> loss(lm, batch).item());
    Scope.withoutGradients(() -> tensor.set(values));
    return loss;
  }

  private static Tensor loss(CausalLm lm, TokenBatch batch) {
    return TokenLogProbs.of(lm, batch, TokenLogProbs.all(batch)).sum().negative();
  }

  private static float[] logProbs(CausalLm lm, List<int[]> rows) {
    TokenBatch batch = new TokenBatch(rows);
    return Scope.inference(() -> TokenLogProbs.of(lm, batch, TokenLogProbs.all(batch)).toFloats());
  }

  private static float[] lastHidden(CausalLm lm, List<int[]> rows) {
    List<Float> values = new ArrayList<>();
    for (int[] row : rows) {
      float[] hidden =
          Scope.inference(
              () -> lm.hidden(new TokenBatch(List.of(row))).select(1, row.length - 1).toFloats());
      for (float value : hidden) {
        values.add(value);
      }
    }
    float[] all = new float[values.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = values.get(i);
    }
    return all;
  }

  private static int[] ids(SeededRandom random, int length) {
    int[] ids = new int[length];
    for (int i = 0; i < length; i++) {
      ids[i] = random.integer(0, 22);
    }
    return ids;
  }

  private static int[] head(int[] ids, int length) {
    return part(ids, 0, length);
  }

  private static int[] part(int[] ids, int from, int to) {
    return java.util.Arrays.copyOfRange(ids, from, to);
  }
}
