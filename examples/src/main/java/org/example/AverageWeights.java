package org.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.weights.DType;
import org.plumbline.core.weights.SafetensorsWriter;
import org.plumbline.core.weights.TensorInfo;
import org.plumbline.core.weights.WeightAverage;
import org.plumbline.core.weights.Weights;

/** Averages two models in weight space, one tensor at a time: here two that it has made up. */
public final class AverageWeights {
  private AverageWeights() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("average-weights");
    try (Weights first = model(folder.resolve("first.safetensors"), 1);
        Weights second = model(folder.resolve("second.safetensors"), 2)) {
      Path average = folder.resolve("average.safetensors");
      WeightAverage.uniform(2).write(List.of(first, second), average, Map.of("made-by", "example"));
      try (Weights read = Weights.open(average)) {
        read.tensors().forEach(System.out::println);
      }
    }
  }

  private static Weights model(Path file, long seed) throws IOException {
    var head = TensorInfo.of("head.weight", DType.F32, 1, 384);
    var random = new Seeds(seed).stream("head");
    try (var writer = SafetensorsWriter.create(file, List.of(head), Map.of())) {
      float[] values = new float[384];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      writer.write(head.name(), values);
      writer.commit();
    }
    return Weights.open(file);
  }
}
