package org.plumbline.align.loop;

import java.util.Map;
import org.plumbline.lm.tensor.Tensor;

/**
 * A part of a run whose state a checkpoint must hold, so that a resumed run equals an uninterrupted
 * one.
 */
public interface Checkpointable {

  /** Name of this part, unique in its run; part of file names. */
  String name();

  /** The tensors that make up the state; a checkpoint is restored by overwriting their values. */
  Map<String, Tensor> tensors();

  /** The numbers that make up the rest of the state. */
  default Map<String, Double> numbers() {
    return Map.of();
  }

  /** Takes back what {@link #numbers()} gave when the checkpoint was written. */
  default void restore(Map<String, Double> numbers) {}

  /** A part that is nothing but named tensors. */
  static Checkpointable of(String name, Map<String, Tensor> tensors) {
    return new Checkpointable() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Map<String, Tensor> tensors() {
        return tensors;
      }
    };
  }
}
