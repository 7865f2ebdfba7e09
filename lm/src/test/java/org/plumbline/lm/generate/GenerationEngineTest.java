package org.plumbline.lm.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.GoldenModels;
import org.plumbline.lm.family.Llama;
import org.plumbline.lm.family.LlamaConfig;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.tensor.NativeRuntime;

class GenerationEngineTest {
  // Of the shape of the policy in the demo, with fewer keys than queries.
  private static final CausalLm LM =
      Llama.random(
          new LlamaConfig(512, 96, 160, 2, 6, 2, 32, 400, 10_000, 1e-5, true, 0, 1), new Seeds(2));

  @AfterAll
  static void close() {
    LM.close();
  }

  @Test
  void aTextIsTheSameToTheBitInAnyCompanyAndWithAnyNumberOfSlots() {
    List<int[]> prompts = prompts(40, 60, 512);
    List<Completion> alone = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      alone.add(written(LM, prompts.subList(i, i + 1), i, 1, 512).get(0));
    }
    assertSame(alone.subList(0, 3), written(LM, prompts.subList(0, 3), 0, 16, 512));
    for (int slots : new int[] {4, 16, 64}) {
      assertSame(alone, written(LM, prompts, 0, slots, 512));
    }
  }

  @Test
  void longTextsBesideShortOnesAreTheSameToTheBit() {
    List<int[]> prompts = new ArrayList<>(prompts(6, 40, 512));
    prompts.addAll(2, prompts(3, 300, 512));
    prompts.add(Arrays.copyOf(prompts.get(2), 255));
    List<Completion> together = written(LM, prompts, 0, 64, 128);
    for (int i = 0; i < prompts.size(); i++) {
      assertSame(written(LM, prompts.subList(i, i + 1), i, 1, 128), together.subList(i, i + 1));
    }
  }

  static List<String> families() {
    return GoldenModels.with("config-v4.json");
  }

  /** Whatever a family computes: experts, soft caps, windows, biases, odd widths. */
  @ParameterizedTest
  @MethodSource("families")
  void everyFamilyWritesTheSameToTheBitInAnyCompany(String family) {
    try (CausalLm lm = ModelFolder.open(GoldenModels.folder(family)).causalLm()) {
      List<int[]> prompts = prompts(9, 20, 100);
      List<Completion> together = written(lm, prompts, 0, 5, 512);
      for (int i : new int[] {0, 4, 8}) {
        assertSame(written(lm, prompts.subList(i, i + 1), i, 1, 512), together.subList(i, i + 1));
      }
    }
  }

  @Test
  void samplesOfOnePromptAreTheSameAsIfEachHadReadItItself() {
    int[] prompt = prompts(1, 30, 512).get(0);
    List<int[]> repeated = List.of(prompt, prompt.clone(), prompts(2, 9, 512).get(1), prompt);
    List<Completion> together = written(LM, repeated, 0, 2, 512);
    for (int i = 0; i < repeated.size(); i++) {
      assertSame(written(LM, repeated.subList(i, i + 1), i, 1, 512), together.subList(i, i + 1));
    }
  }

  @Test
  void aPromptReadInPiecesIsWrittenOnTheSameWayInAnyCompany() {
    List<int[]> prompts = prompts(5, 50, 512);
    List<Completion> together = written(LM, prompts, 0, 5, 16);
    for (int i = 0; i < prompts.size(); i++) {
      assertSame(written(LM, prompts.subList(i, i + 1), i, 1, 16), together.subList(i, i + 1));
    }
  }

  @Test
  void aCancelledTextKeepsWhatWasWrittenAndItsSlotGoesOn() {
    List<int[]> prompts = prompts(2, 10, 512);
    try (GenerationEngine engine = new GenerationEngine(LM, new GenerationEngine.Options(1, 64))) {
      Generation first = engine.submit(request(prompts.get(0), 0));
      Generation second = engine.submit(request(prompts.get(1), 1));
      engine.step();
      engine.step();
      first.cancel();
      engine.run();
      assertEquals(StopReason.CANCELLED, first.completion().stop());
      // The first step reads the prompt, which gives a token, and writes another.
      assertEquals(3, first.completion().ids().length);
      assertSame(written(LM, prompts.subList(1, 2), 1, 1, 64), List.of(second.completion()));
    }
  }

  @Test
  void aListenerHearsEveryTokenOnceAndThenTheEnd() {
    List<Integer> heard = new ArrayList<>();
    List<Completion> ended = new ArrayList<>();
    GenerationListener listener =
        new GenerationListener() {
          @Override
          public void token(Generation generation, int id, float logProb) {
            heard.add(id);
          }

          @Override
          public void finished(Generation generation, Completion completion) {
            ended.add(completion);
          }
        };
    try (GenerationEngine engine = new GenerationEngine(LM, GenerationEngine.Options.DEFAULT)) {
      Generation text =
          engine.submit(request(prompts(1, 10, 512).get(0), 0).withListener(listener));
      engine.run();
      assertArrayEquals(
          text.completion().ids(), heard.stream().mapToInt(Integer::intValue).toArray());
      assertEquals(1, ended.size());
    }
  }

  @Test
  void anEngineThatHasWrittenManyTextsLeavesNothingNativeBehind() {
    List<Long> live = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      written(LM, prompts(3, 12, 512), 0, 2, 8);
      live.add(NativeRuntime.liveObjects());
    }
    assertEquals(live.get(3), live.get(29), "native objects after 4 and after 30 engines");
  }

  private static List<Completion> written(
      CausalLm lm, List<int[]> prompts, int firstStream, int slots, int prefill) {
    GenerationEngine.Options options = new GenerationEngine.Options(slots, prefill);
    try (GenerationEngine engine = new GenerationEngine(lm, options)) {
      List<Generation> texts = new ArrayList<>();
      for (int i = 0; i < prompts.size(); i++) {
        texts.add(engine.submit(request(prompts.get(i), firstStream + i)));
      }
      engine.run();
      return texts.stream().map(Generation::completion).toList();
    }
  }

  private static GenerationRequest request(int[] prompt, int stream) {
    return new GenerationRequest(
        prompt, Sampling.PLAIN, 24, Set.of(1), new Seeds(5).child("text", stream).stream("tokens"));
  }

  private static List<int[]> prompts(int count, int longest, int vocabulary) {
    SplittableRandom random = new Seeds(8).stream("prompts");
    List<int[]> prompts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      prompts.add(random.ints(1 + random.nextInt(longest), 2, vocabulary).toArray());
    }
    return prompts;
  }

  private static void assertSame(List<Completion> expected, List<Completion> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i).ids(), actual.get(i).ids(), "text " + i);
      assertArrayEquals(expected.get(i).logProbs(), actual.get(i).logProbs(), "text " + i);
    }
  }
}
