package org.plumbline.lm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

final class ValueHeadTest {
  @TempDir Path folder;

  /** Hidden states of width 3 and weights 1, 2, 3, bias 4: a sum by hand at each position. */
  @Test
  void eachPositionHasTheSumOfItsWeightedHiddenState() {
    try (ValueHead head = ValueHead.random(3, new Seeds(1))) {
      set(head, new float[] {1, 2, 3}, 4);
      Scope.training(
          () -> {
            Tensor hidden = Tensor.of(new float[] {1, 0, 0, 0, 1, 1, 2, 2, 2, 0, 0, 0}, 2, 2, 3);
            Tensor values = head.values(hidden);
            assertArrayEquals(new long[] {2, 2}, values.shape());
            assertArrayEquals(new float[] {5, 9, 16, 4}, values.toFloats());
          });
    }
  }

  @Test
  void theGradientOfTheSumIsTheSumOfHiddenStates() {
    try (ValueHead head = ValueHead.random(2, new Seeds(1))) {
      head.parameters().train(name -> true);
      Scope.training(
          () -> head.values(Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2)).sum().backward());
      assertArrayEquals(
          new float[] {4, 6}, head.parameters().get("v_head.summary.weight").gradient().toFloats());
      assertArrayEquals(
          new float[] {2}, head.parameters().get("v_head.summary.bias").gradient().toFloats());
    }
  }

  @Test
  void savedAndLoadedItIsTheSameHead() {
    Path file = folder.resolve("value.safetensors");
    try (ValueHead head = ValueHead.random(64, new Seeds(2))) {
      head.save(file);
      try (ValueHead loaded = ValueHead.load(file, 64)) {
        assertEquals(head.parameters().hash(), loaded.parameters().hash());
      }
    }
    var error = assertThrows(InvalidInputException.class, () -> ValueHead.load(file, 32));
    assertTrue(error.getMessage().contains("v_head.summary.weight"), error.getMessage());
  }

  @Test
  void aFileWithoutABiasIsRefused() {
    Path file = folder.resolve("half.safetensors");
    Tensor weight = Tensor.keptZeros(1, 4);
    TensorFile.save(file, Map.of("v_head.summary.weight", weight), Map.of());
    weight.release();
    var error = assertThrows(InvalidInputException.class, () -> ValueHead.load(file, 4));
    assertTrue(error.getMessage().contains("v_head.summary.bias"), error.getMessage());
  }

  @Test
  void hiddenStatesOfAnotherWidthAreRefused() {
    try (ValueHead head = ValueHead.random(3, new Seeds(1))) {
      Scope.training(
          () ->
              assertThrows(InvalidInputException.class, () -> head.values(Tensor.zeros(1, 2, 4))));
    }
  }

  private static void set(ValueHead head, float[] weight, float bias) {
    Scope.withoutGradients(
        () -> {
          head.parameters().get("v_head.summary.weight").set(weight);
          head.parameters().get("v_head.summary.bias").set(new float[] {bias});
        });
  }
}
