package org.plumbline.align.loop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.run.Checkpoint;
import org.plumbline.core.run.RunFolder;
import org.plumbline.core.weights.DType;
import org.plumbline.core.weights.SafetensorsWriter;
import org.plumbline.core.weights.TensorInfo;
import org.plumbline.core.weights.Weights;
import org.plumbline.lm.tensor.Tensor;

/**
 * Checkpoints in a run folder: for each part of the run a safetensors file with its tensors and a
 * JSON file with its numbers.
 */
public final class RunCheckpoints implements CheckpointStore {
  private static final JsonMapper JSON = new JsonMapper();

  private final RunFolder run;

  /** The checkpoints of this run. */
  public RunCheckpoints(RunFolder run) {
    this.run = run;
  }

  @Override
  public void save(long step, List<Checkpointable> parts) {
    run.saveCheckpoint(
        step,
        folder -> {
          for (Checkpointable part : parts) {
            write(folder, part);
          }
        });
  }

  @Override
  public OptionalLong restoreLatest(List<Checkpointable> parts) {
    Optional<Checkpoint> latest = run.checkpoints().latest();
    if (latest.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      for (Checkpointable part : parts) {
        read(latest.get().folder(), part);
      }
    } catch (IOException e) {
      throw DurableFiles.failure(
          "read the checkpoint '%s'".formatted(latest.get().folder()), "Nothing was changed", e);
    }
    return OptionalLong.of(latest.get().step());
  }

  private static void write(Path folder, Checkpointable part) throws IOException {
    Map<String, Tensor> tensors = part.tensors();
    List<TensorInfo> manifest =
        tensors.entrySet().stream()
            .map(entry -> TensorInfo.of(entry.getKey(), DType.F32, entry.getValue().shape()))
            .toList();
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(
            folder.resolve(part.name() + ".safetensors"), manifest, Map.of())) {
      tensors.forEach((name, tensor) -> writer.write(name, tensor.bytes()));
      writer.commit();
    }
    ObjectNode numbers = JSON.createObjectNode();
    part.numbers().forEach(numbers::put);
    DurableFiles.write(folder.resolve(part.name() + ".json"), numbers + "\n");
  }

  private static void read(Path folder, Checkpointable part) throws IOException {
    try (Weights weights = Weights.open(folder.resolve(part.name() + ".safetensors"))) {
      for (Map.Entry<String, Tensor> entry : part.tensors().entrySet()) {
        TensorInfo info = weights.info(entry.getKey());
        if (info.elements() != entry.getValue().count()) {
          throw new FailedException(
              "the checkpoint '%s' holds '%s' of shape %s, the run another; start a new run"
                  .formatted(folder, info.name(), info.shape()));
        }
        entry.getValue().set(weights.floats(entry.getKey()));
      }
    }
    JsonNode numbers = JSON.readTree(Files.readString(folder.resolve(part.name() + ".json")));
    Map<String, Double> values = new LinkedHashMap<>();
    numbers.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue().asDouble()));
    part.restore(values);
  }
}
