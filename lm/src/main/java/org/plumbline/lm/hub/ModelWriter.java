package org.plumbline.lm.hub;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.weights.Weights;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.TensorFile;
import org.plumbline.lm.tensor.Tensor;
import org.plumbline.lm.text.Tokenizer;

/** Writes models as Hugging Face lays them out; {@link ModelFolder} reads them. */
public final class ModelWriter {
  private static final JsonMapper JSON = new JsonMapper();

  private ModelWriter() {}

  /**
   * Writes a language model as a folder that Hugging Face's libraries open; it appears whole or not
   * at all.
   *
   * @throws InvalidInputException if there is something at its place
   */
  public static void save(Path folder, CausalLm lm, Tokenizer tokenizer) {
    ObjectNode generation = JSON.createObjectNode();
    if (lm.beginId() >= 0) {
      generation.put("bos_token_id", lm.beginId());
    }
    if (lm.endId() >= 0) {
      // A model may end its texts with any of several tokens, of which we use the first.
      generation.set("eos_token_id", lm.configuration().path("eos_token_id"));
    }
    if (lm.configuration().path("pad_token_id").isIntegralNumber()) {
      generation.set("pad_token_id", lm.configuration().path("pad_token_id"));
    }
    save(
        folder,
        lm.configuration(),
        lm.parameters().asMap(),
        tokenizer,
        Map.of(ModelFolder.GENERATION, generation.toPrettyString()));
  }

  /**
   * Writes a model folder; it appears whole or not at all.
   *
   * @param tensors the weights, by their names in the file
   * @param further names and contents of further files
   * @throws InvalidInputException if there is something at its place
   */
  public static void save(
      Path folder,
      ObjectNode configuration,
      Map<String, Tensor> tensors,
      Tokenizer tokenizer,
      Map<String, String> further) {
    write(
        folder,
        inside -> {
          TensorFile.save(inside.resolve(Weights.FILE), tensors, Map.of("format", "pt"));
          Files.writeString(inside.resolve(ModelFolder.CONFIG), configuration.toPrettyString());
          tokenizer.save(inside);
          for (Map.Entry<String, String> file : further.entrySet()) {
            Files.writeString(inside.resolve(file.getKey()), file.getValue());
          }
        });
  }

  /** What puts files into a folder. */
  @FunctionalInterface
  public interface Content {
    /** Writes them. */
    void writeTo(Path folder) throws IOException;
  }

  /**
   * Makes a folder that appears whole or not at all: its content is written beside it first.
   *
   * @throws InvalidInputException if there is something at its place
   */
  public static void write(Path folder, Content content) {
    requireFree(folder);
    Path temporary = DurableFiles.temporarySibling(folder.toAbsolutePath());
    try {
      DurableFiles.deleteTree(temporary);
      Files.createDirectories(temporary);
      content.writeTo(temporary);
      commit(temporary, folder);
    } catch (IOException e) {
      throw DurableFiles.failure(
          "write the model folder '%s'".formatted(folder),
          "Nothing was left there; make room, or write elsewhere",
          e);
    } finally {
      deleteQuietly(temporary);
    }
  }

  private static void commit(Path temporary, Path folder) throws IOException {
    DurableFiles.syncTree(temporary);
    // An empty folder is as good as none, but cannot be renamed over everywhere.
    Files.deleteIfExists(folder);
    DurableFiles.moveInPlace(temporary, folder);
  }

  /** Throws unless there is nothing, or an empty folder, at this place. */
  public static void requireFree(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    require(Files.isDirectory(folder), "a model is written to a folder; '%s' is a file", folder);
    try (Stream<Path> inside = Files.list(folder)) {
      require(
          inside.findAny().isEmpty(),
          "the folder '%s' must be empty or not exist; name another, or empty it",
          folder);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read the folder '%s': %s".formatted(folder, DurableFiles.reason(e)), e);
    }
  }

  private static void deleteQuietly(Path temporary) {
    try {
      DurableFiles.deleteTree(temporary);
    } catch (IOException e) {
      // What went wrong first is told; a leftover beside it is found by its name.
      return;
    }
  }
}
