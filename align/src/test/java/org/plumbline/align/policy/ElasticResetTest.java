package org.plumbline.align.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

class ElasticResetTest {

  /**
   * theta 0, 1, 2 with decay 0.5: averages 0.5 and 1.25; the reset after update 2 takes the policy
   * to 1.25.
   */
  @Test
  void aResetTakesThePolicyToItsAverageAndTheAverageToTheStart() {
    Parameters policy = single(0);
    Parameters initial = single(0);
    try (ElasticReset reset = new ElasticReset(new ElasticReset.Options(2, 0.5), policy, initial)) {
      set(policy, 1);
      reset.afterUpdate(1);
      assertEquals(1f, value(policy));
      set(policy, 2);
      reset.afterUpdate(2);
      assertEquals(1.25f, value(policy));
      assertEquals(0f, average(reset));
      assertEquals(1, reset.resets());
    }
  }

  @Test
  void withDecayOneAResetIsAReturnToTheInitialPolicy() {
    Parameters policy = single(3);
    Parameters initial = single(3);
    try (ElasticReset reset = new ElasticReset(new ElasticReset.Options(2, 1.0), policy, initial)) {
      set(policy, 10);
      reset.afterUpdate(1);
      reset.afterUpdate(2);
      assertEquals(3f, value(policy));
    }
  }

  @Test
  void withDecayZeroAResetLeavesThePolicyWhereItIs() {
    Parameters policy = single(3);
    Parameters initial = single(3);
    try (ElasticReset reset = new ElasticReset(new ElasticReset.Options(2, 0.0), policy, initial)) {
      set(policy, 10);
      reset.afterUpdate(1);
      reset.afterUpdate(2);
      assertEquals(10f, value(policy));
      assertEquals(3f, average(reset));
    }
  }

  @Test
  void theInitialPolicyIsNeverTouched() {
    Parameters policy = single(1);
    Parameters initial = single(1);
    try (ElasticReset reset = new ElasticReset(new ElasticReset.Options(1, 0.5), policy, initial)) {
      for (int update = 1; update <= 5; update++) {
        set(policy, update * 7f);
        reset.afterUpdate(update);
      }
      assertArrayEquals(new float[] {1f}, initial.get("w").toFloats());
    }
  }

  private static Parameters single(float value) {
    Parameters parameters = new Parameters();
    parameters.add("w", Tensor.of(new float[] {value}, 1).keep());
    return parameters;
  }

  private static void set(Parameters parameters, float value) {
    Scope.withoutGradients(() -> parameters.get("w").set(new float[] {value}));
  }

  private static float average(ElasticReset reset) {
    return reset.tensors().values().iterator().next().toFloats()[0];
  }

  private static float value(Parameters parameters) {
    return parameters.get("w").toFloats()[0];
  }
}
