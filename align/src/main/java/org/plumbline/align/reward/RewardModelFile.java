package org.plumbline.align.reward;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.lm.hub.ModelFiles;
import org.plumbline.lm.text.TextEncoder;

/**
 * The file {@code reward-model.json}: what makes a model folder a reward model.
 *
 * @param format version of this file's form
 * @param encoder how texts become tokens
 * @param encoderHash hash of that and of the tokenizer, checked when the model is opened
 * @param normaliser what brings its scores to a common scale
 * @param lineage where it comes from
 */
record RewardModelFile(
    int format,
    TextEncoder.Options encoder,
    String encoderHash,
    ScoreNormaliser normaliser,
    RewardLineage lineage) {
  static final String NAME = "reward-model.json";
  static final int FORMAT = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  static RewardModelFile read(Path folder) {
    return read(ModelFiles.of(folder));
  }

  static RewardModelFile read(ModelFiles files) {
    require(
        files.has(NAME),
        "'%s' is no reward model: it holds no %s; 'plumb reward train' makes one",
        files.name(),
        NAME);
    String name = files.name() + "/" + NAME;
    try {
      JsonNode tree = JSON.readTree(files.bytes(NAME));
      if (tree.path("encoder") instanceof ObjectNode encoder && !encoder.has("chats")) {
        // Written before reward models could read chats.
        encoder.set("chats", JSON.valueToTree(TextEncoder.Chats.NONE));
      }
      RewardModelFile read = JSON.treeToValue(tree, RewardModelFile.class);
      require(
          read.format == FORMAT,
          "%s must have format %d (got %d); it was written by another version",
          name,
          FORMAT,
          read.format);
      return read;
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "%s is damaged: %s".formatted(name, DurableFiles.reason(e)), e);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read '%s': %s".formatted(name, DurableFiles.reason(e)), e);
    }
  }

  RewardModelFile with(ScoreNormaliser other) {
    return new RewardModelFile(format, encoder, encoderHash, other, lineage);
  }

  RewardModelFile with(RewardLineage other) {
    return new RewardModelFile(format, encoder, encoderHash, normaliser, other);
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of numbers and texts are always JSON", e);
    }
  }
}
