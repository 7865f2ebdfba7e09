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
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.run.Checkpoint;
import org.plumbline.core.run.RunFolder;
import org.plumbline.lm.model.TensorFile;

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
    run.saveCheckpoint(step, folder -> write(folder, parts));
  }

  @Override
  public OptionalLong restoreLatest(List<Checkpointable> parts) {
    Optional<Checkpoint> latest = run.checkpoints().latest();
    if (latest.isEmpty()) {
      return OptionalLong.empty();
    }
    read(latest.get().folder(), parts);
    return OptionalLong.of(latest.get().step());
  }

  /** Writes all parts into a folder, two files each. */
  public static void write(Path folder, List<Checkpointable> parts) throws IOException {
    for (Checkpointable part : parts) {
      write(folder, part);
    }
  }

  /** Overwrites all parts by what {@link #write(Path, List)} put into a folder. */
  public static void read(Path folder, List<Checkpointable> parts) {
    try {
      for (Checkpointable part : parts) {
        read(folder, part);
      }
    } catch (IOException e) {
      throw DurableFiles.failure(
          "read the checkpoint '%s'".formatted(folder), "Nothing was changed", e);
    }
  }

  private static void write(Path folder, Checkpointable part) throws IOException {
    TensorFile.save(folder.resolve(part.name() + ".safetensors"), part.tensors(), Map.of());
    ObjectNode numbers = JSON.createObjectNode();
    part.numbers().forEach(numbers::put);
    DurableFiles.write(folder.resolve(part.name() + ".json"), numbers + "\n");
  }

  private static void read(Path folder, Checkpointable part) throws IOException {
    TensorFile.loadInto(folder.resolve(part.name() + ".safetensors"), part.tensors());
    JsonNode numbers = JSON.readTree(Files.readString(folder.resolve(part.name() + ".json")));
    Map<String, Double> values = new LinkedHashMap<>();
    numbers.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue().asDouble()));
    part.restore(values);
  }
}
