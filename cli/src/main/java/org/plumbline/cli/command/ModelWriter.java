package org.plumbline.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.weights.DType;
import org.plumbline.core.weights.SafetensorsWriter;
import org.plumbline.core.weights.TensorInfo;
import org.plumbline.core.weights.Weights;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/** Writes a language model as a Hugging Face folder. */
final class ModelWriter {
  private ModelWriter() {}

  /**
   * Writes weights, configuration and tokenizer.
   *
   * @param tokenizer the folder whose tokenizer files are copied
   */
  static void write(Path folder, CausalLm lm, Path tokenizer) {
    try {
      Files.createDirectories(folder);
      for (String name : List.of("tokenizer.json", "tokenizer_config.json")) {
        if (Files.exists(tokenizer.resolve(name))) {
          DurableFiles.write(folder.resolve(name), Files.readString(tokenizer.resolve(name)));
        }
      }
      DurableFiles.write(
          folder.resolve("config.json"), lm.configuration().toPrettyString() + "\n");
      ObjectNode generation = new ObjectMapper().createObjectNode();
      generation.put("bos_token_id", lm.beginId()).put("eos_token_id", lm.endId());
      generation.put("do_sample", true).put("temperature", 1.0).put("top_k", 0);
      DurableFiles.write(
          folder.resolve("generation_config.json"), generation.toPrettyString() + "\n");
    } catch (IOException e) {
      throw DurableFiles.failure(
          "write the model to '%s'".formatted(folder),
          "The checkpoints are kept; make room and go on with --resume",
          e);
    }
    weights(folder.resolve(Weights.FILE), lm.parameters());
  }

  private static void weights(Path file, Parameters parameters) {
    List<TensorInfo> manifest =
        parameters.asMap().entrySet().stream()
            .map(entry -> TensorInfo.of(entry.getKey(), DType.F32, entry.getValue().shape()))
            .toList();
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(file, manifest, Map.of("format", "pt"))) {
      for (TensorInfo info : manifest) {
        Tensor tensor = parameters.get(info.name());
        ByteBuffer bytes = tensor.bytes();
        writer.write(info.name(), bytes);
      }
      writer.commit();
    }
  }
}
