package org.plumbline.align.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.plumbline.align.TinyPolicy;
import org.plumbline.lm.generate.Completion;
import org.plumbline.lm.generate.StopReason;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.tensor.Scope;

/** What a loss sees of the completions that it is asked about. */
final class PolicyBatchTest {
  private static final List<Completion> COMPLETIONS =
      List.of(completion(1, -1f, -2f), completion(2, -3f), completion(1, -4f, -5f, -6f));

  private static Completion completion(int promptTokens, float... logProbs) {
    int[] prompt = new int[promptTokens];
    int[] ids = new int[logProbs.length];
    java.util.Arrays.fill(prompt, 3);
    java.util.Arrays.fill(ids, 4);
    return new Completion(prompt, ids, logProbs, StopReason.LENGTH);
  }

  @Test
  void theChosenCompletionsKeepTheirOwnAdvantagesAndLogProbabilities() {
    Policy policy = TinyPolicy.of(1);
    try (CausalLm lm = policy.lm()) {
      Scope.inference(
          () -> {
            PolicyBatch batch =
                PolicyBatch.of(lm, COMPLETIONS, new double[] {10, 20, 30}, new int[] {2, 0}, 2);
            assertArrayEquals(new float[] {30, 10}, batch.advantages().toFloats());
            assertArrayEquals(new float[] {-4, -5, -6, -1, -2}, batch.oldLogProbs().toFloats());
            assertArrayEquals(new long[] {0, 0, 0, 1, 1}, batch.sequences().toLongs());
            return batch;
          });
    }
  }
}
