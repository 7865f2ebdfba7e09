package org.plumbline.lm.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.family.Llama;
import org.plumbline.lm.family.LlamaConfig;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.model.TokenLogProbs;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

class GeneratorTest {
  private static final LlamaConfig TINY =
      new LlamaConfig(23, 12, 20, 2, 3, 3, 4, 32, 10_000, 1e-5, true, 0, 1);
  private static final CausalLm LM = Llama.random(TINY, new Seeds(2));
  private static final List<int[]> PROMPTS =
      List.of(new int[] {0, 5}, new int[] {0, 9, 8, 7, 6}, new int[] {0});

  @AfterAll
  static void close() {
    LM.close();
  }

  @Test
  void theLogProbsAreThoseOfTheModelReadingTheWholeText() {
    for (Completion completion : generate(1.0, 0, 1.0)) {
      TokenBatch batch = new TokenBatch(List.of(completion.sequence()));
      float[] again =
          Scope.inference(
              () -> TokenLogProbs.of(LM, batch, new int[] {completion.prompt().length}).toFloats());
      assertArrayEquals(again, completion.logProbs(), 1e-4f);
    }
  }

  @Test
  void theSameSeedWritesTheSameAndAnotherSeedDoesNot() {
    Generator generator = new Generator(LM, new Generator.Options(20, 1.0, 0, 1.0, 64));
    List<Completion> once = generator.generate(PROMPTS, new Seeds(1));
    List<Completion> again = generator.generate(PROMPTS, new Seeds(1));
    List<Completion> other = generator.generate(PROMPTS, new Seeds(2));
    assertArrayEquals(once.get(0).ids(), again.get(0).ids());
    assertTrue(!Arrays.equals(once.get(1).ids(), other.get(1).ids()));
  }

  @Test
  void aSequenceIsTheSameInBatchesOfAnySize() {
    List<Completion> together = generate(1.0, 0, 1.0);
    List<Completion> single =
        new Generator(LM, new Generator.Options(20, 1.0, 0, 1.0, 1))
            .generate(PROMPTS, new Seeds(1));
    for (int i = 0; i < PROMPTS.size(); i++) {
      assertArrayEquals(together.get(i).ids(), single.get(i).ids());
    }
  }

  @Test
  void temperatureZeroTakesTheMostProbableToken() {
    for (Completion completion : generate(0, 0, 1.0)) {
      int[] sequence = completion.sequence();
      for (int t = completion.prompt().length; t < sequence.length; t++) {
        int[] before = Arrays.copyOf(sequence, t);
        long best =
            Scope.inference(
                () ->
                    Ops.argmax(
                            LM.logits(
                                LM.hidden(new TokenBatch(List.of(before)))
                                    .select(1, before.length - 1)))
                        .toLongs()[0]);
        assertEquals(best, sequence[t]);
      }
    }
  }

  @Test
  void rulesHoldForEverySequenceOfABatch() {
    Generator.Options options = new Generator.Options(12, 0.9, 8, 0.95, 64);
    LogitsProcessors rules =
        LogitsProcessors.of(
            List.of(
                new LogitsProcessor.MinNewTokens(12, Set.of(LM.endId())),
                new LogitsProcessor.NoRepeatNgram(1)));
    for (Completion completion :
        new Generator(LM, options.withRules(rules)).generate(PROMPTS, new Seeds(1))) {
      assertEquals(StopReason.LENGTH, completion.stop());
      long different = Arrays.stream(completion.ids()).distinct().count();
      assertEquals(12, different, Arrays.toString(completion.ids()));
    }
  }

  @Test
  void aRuleThatChangesNothingChangesNothing() {
    LogitsProcessors idle = LogitsProcessors.of(List.of(new LogitsProcessor.RepetitionPenalty(1)));
    for (double temperature : new double[] {0, 0.7}) {
      Generator.Options options = new Generator.Options(20, temperature, 5, 0.9, 64);
      List<Completion> plain = new Generator(LM, options).generate(PROMPTS, new Seeds(1));
      List<Completion> ruled =
          new Generator(LM, options.withRules(idle)).generate(PROMPTS, new Seeds(1));
      for (int i = 0; i < plain.size(); i++) {
        assertArrayEquals(plain.get(i).ids(), ruled.get(i).ids());
        assertArrayEquals(plain.get(i).logProbs(), ruled.get(i).logProbs());
      }
    }
  }

  @Test
  void aTokenIsDrawnAsOftenAsItIsProbable() {
    float[] probabilities = {0.5f, 0.0f, 0.2f, 0.3f};
    int[] drawn = new int[4];
    int draws = 20_000;
    float[] uniform = new float[draws];
    float[] rows = new float[draws * 4];
    var random = new Seeds(99).stream("draws");
    for (int i = 0; i < draws; i++) {
      uniform[i] = random.nextInt(1 << 24) * 0x1p-24f;
      System.arraycopy(probabilities, 0, rows, i * 4, 4);
    }
    long[] ids =
        Scope.inference(
            () ->
                Ops.invertCumulative(Tensor.of(rows, draws, 4), Tensor.of(uniform, draws))
                    .toLongs());
    for (long id : ids) {
      drawn[(int) id]++;
    }
    assertEquals(0, drawn[1]);
    for (int i = 0; i < 4; i++) {
      // Five standard deviations of a binomial count.
      double deviation = Math.sqrt(draws * probabilities[i] * (1 - probabilities[i]));
      assertEquals(draws * probabilities[i], drawn[i], 5 * deviation + 1e-9);
    }
  }

  @Test
  void truncationKeepsTheMostProbableTokensAndNoOthers() {
    float[] logits = {1, 3, 2, 0};
    float[] topTwo =
        Scope.inference(
            () -> Ops.softmax(Ops.keepMostProbable(Tensor.of(logits, 1, 4), 2, 1.0)).toFloats());
    assertArrayEquals(new float[] {0, 0.7310586f, 0.2689414f, 0}, topTwo, 1e-6f);
    float[] mass =
        Scope.inference(
            () -> Ops.softmax(Ops.keepMostProbable(Tensor.of(logits, 1, 4), 0, 0.6)).toFloats());
    assertArrayEquals(new float[] {0, 1, 0, 0}, mass, 1e-6f);
  }

  @Test
  void aPromptAsLongAsTheContextIsRefused() {
    Generator generator = new Generator(LM, Generator.Options.DEFAULT);
    var error =
        assertThrows(
            InvalidInputException.class,
            () -> generator.generate(List.of(new int[32]), new Seeds(1)));
    assertTrue(error.getMessage().contains("32"), error.getMessage());
  }

  private static List<Completion> generate(double temperature, int topK, double topP) {
    return new Generator(LM, new Generator.Options(20, temperature, topK, topP, 64))
        .generate(PROMPTS, new Seeds(1));
  }
}
