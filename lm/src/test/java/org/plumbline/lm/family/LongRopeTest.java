package org.plumbline.lm.family;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plumbline.lm.GoldenModels;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.KeyValueCache;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.testkit.SeededRandom;

/** A model that reads texts above 64 tokens with other frequencies than shorter ones. */
final class LongRopeTest {
  private static final int SWITCH = 64;

  @Test
  void aTextThatGrowsBeyondTheSwitchIsReadAnew() {
    try (CausalLm lm = open()) {
      int[] longer = ids(70, 1);
      int[] shorter = ids(9, 2);
      float[] whole = last(lm, longer);
      float[] grown =
          Scope.inference(
              () -> {
                try (KeyValueCache cache = lm.cache(2, 80)) {
                  int[] start = Arrays.copyOf(longer, SWITCH - 2);
                  lm.extend(new TokenBatch(List.of(start, Arrays.copyOf(shorter, 1))), cache);
                  for (int t = start.length; t < longer.length; t++) {
                    int[] next = {longer[t]};
                    int[] other = {shorter[1 + t - start.length]};
                    var hidden = lm.extend(new TokenBatch(List.of(next, other)), cache);
                    if (t == longer.length - 1) {
                      return hidden.toFloats();
                    }
                  }
                }
                throw new AssertionError();
              });
      assertArrayEquals(whole, Arrays.copyOf(grown, lm.width()), 1e-4f);
      float[] alone = last(lm, shorter);
      assertArrayEquals(alone, Arrays.copyOfRange(grown, lm.width(), 2 * lm.width()), 1e-4f);
    }
  }

  @Test
  void theFrequenciesOfATextDoNotDependOnItsNeighbours() {
    try (CausalLm lm = open()) {
      int[] longer = ids(70, 3);
      int[] shorter = ids(20, 4);
      TokenBatch both = new TokenBatch(List.of(longer, shorter));
      float[] together =
          Scope.inference(() -> lm.hidden(both).select(0, 1).select(0, 19).toFloats());
      assertArrayEquals(last(lm, shorter), together, 1e-4f);
    }
  }

  @Test
  void theSwitchMakesADifference() {
    try (CausalLm lm = open()) {
      int[] ids = ids(SWITCH + 1, 5);
      TokenBatch beyond = new TokenBatch(List.of(ids));
      float[] within = last(lm, Arrays.copyOf(ids, SWITCH));
      float[] same = Scope.inference(() -> lm.hidden(beyond).select(1, SWITCH - 1).toFloats());
      double difference = 0;
      for (int i = 0; i < same.length; i++) {
        difference = Math.max(difference, Math.abs(same[i] - within[i]));
      }
      assertTrue(
          difference > 0.01, "the long factors should show, the difference is " + difference);
    }
  }

  private static CausalLm open() {
    return ModelFolder.open(GoldenModels.folder("phi3-longrope")).causalLm();
  }

  private static float[] last(CausalLm lm, int[] ids) {
    return Scope.inference(
        () -> lm.hidden(new TokenBatch(List.of(ids))).select(1, ids.length - 1).toFloats());
  }

  private static int[] ids(int length, long seed) {
    SeededRandom random = new SeededRandom(seed);
    int[] ids = new int[length];
    for (int t = 0; t < length; t++) {
      ids[t] = random.integer(0, 118);
    }
    return ids;
  }
}
