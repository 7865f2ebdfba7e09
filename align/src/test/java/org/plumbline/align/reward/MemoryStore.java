package org.plumbline.align.reward;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.plumbline.align.loop.CheckpointStore;
import org.plumbline.align.loop.Checkpointable;
import org.plumbline.lm.tensor.Tensor;

/** The newest checkpoint, in memory. */
final class MemoryStore implements CheckpointStore {
  private final Map<String, float[]> tensors = new HashMap<>();
  private final Map<String, Map<String, Double>> numbers = new HashMap<>();
  private OptionalLong step = OptionalLong.empty();

  @Override
  public void save(long number, List<Checkpointable> parts) {
    for (Checkpointable part : parts) {
      part.tensors()
          .forEach((name, tensor) -> tensors.put(part.name() + "/" + name, tensor.toFloats()));
      numbers.put(part.name(), Map.copyOf(part.numbers()));
    }
    step = OptionalLong.of(number);
  }

  @Override
  public OptionalLong restoreLatest(List<Checkpointable> parts) {
    if (step.isPresent()) {
      for (Checkpointable part : parts) {
        part.tensors().forEach((name, tensor) -> restore(part.name() + "/" + name, tensor));
        part.restore(numbers.getOrDefault(part.name(), Map.of()));
      }
    }
    return step;
  }

  private void restore(String name, Tensor tensor) {
    tensor.set(tensors.getOrDefault(name, new float[0]));
  }
}
