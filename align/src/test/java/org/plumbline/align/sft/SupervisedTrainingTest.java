package org.plumbline.align.sft;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.align.TinyPolicy;
import org.plumbline.align.loop.CheckpointStore;
import org.plumbline.align.loop.RunCheckpoints;
import org.plumbline.align.loop.StopSignal;
import org.plumbline.align.policy.Policy;
import org.plumbline.core.error.InterruptedRunException;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.run.RunFolder;
import org.plumbline.lm.optim.AdamW;
import org.plumbline.lm.text.EncodedText;

class SupervisedTrainingTest {
  private static final List<String> TEXTS =
      List.of(
          "the cat sat on the mat.",
          "the dog ate the bone.",
          "a cat ate a fish.",
          "the cat.",
          "a dog sat.");

  @Test
  void theLossFallsUntilTheTextsAreKnown() {
    Policy policy = TinyPolicy.of(1);
    List<TrainingText> texts = TrainingText.of(policy.encoder().encode(TEXTS));
    double before = TokenLoss.mean(policy.lm(), texts, 2);
    train(policy, options(60, 1), CheckpointStore.NONE, StopSignal.NEVER);
    double after = TokenLoss.mean(policy.lm(), texts, 2);
    assertTrue(after < 0.3 * before, before + " -> " + after);
  }

  @Test
  void accumulationOverMicrobatchesEqualsOneBatch() {
    Policy whole = TinyPolicy.of(2);
    Policy cut = TinyPolicy.of(2);
    train(whole, options(2, 1), CheckpointStore.NONE, StopSignal.NEVER);
    train(cut, options(2, 3), CheckpointStore.NONE, StopSignal.NEVER);
    assertSame(whole, cut, 1e-3f);
  }

  @Test
  void aRunStoppedAndResumedEndsWithTheSameBits(@TempDir Path folder) {
    Policy whole = TinyPolicy.of(3);
    train(whole, options(4, 1), CheckpointStore.NONE, StopSignal.NEVER);
    CheckpointStore store = new RunCheckpoints(RunFolder.open(folder, RunFolder.Start.RESUME));
    AtomicInteger asked = new AtomicInteger();
    assertThrows(
        InterruptedRunException.class,
        () -> train(TinyPolicy.of(3), options(4, 1), store, () -> asked.incrementAndGet() == 3));
    Policy resumed = TinyPolicy.of(3);
    train(resumed, options(4, 1), store, StopSignal.NEVER);
    assertSame(whole, resumed, 0f);
  }

  @Test
  void onlyWhatFollowsThePromptCounts() {
    Policy policy = TinyPolicy.of(4);
    EncodedText text = policy.encoder().encode("the cat", " sat.");
    assertEquals(text.length() - text.promptLength(), TrainingText.of(text).targets());
    EncodedText whole = policy.encoder().encode("the cat sat.");
    assertEquals(whole.length() - 1, TrainingText.of(whole).targets());
  }

  private static void assertSame(Policy one, Policy other, float tolerance) {
    for (String name : one.lm().parameters().names()) {
      assertArrayEquals(
          one.lm().parameters().get(name).toFloats(),
          other.lm().parameters().get(name).toFloats(),
          tolerance,
          name);
    }
  }

  private static SupervisedOptions options(double epochs, int microbatches) {
    return new SupervisedOptions(
        epochs, 3, microbatches, 0.01, "constant", 0, 2, AdamW.Options.DEFAULT, 0, false);
  }

  private static void train(
      Policy policy, SupervisedOptions options, CheckpointStore store, StopSignal stop) {
    new SupervisedTraining(options, store, List.of(), stop)
        .train(policy.lm(), TrainingText.of(policy.encoder().encode(TEXTS)), new Seeds(5));
  }
}
