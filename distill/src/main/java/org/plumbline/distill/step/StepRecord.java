package org.plumbline.distill.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

/**
 * What a step that asked teachers came to, kept as {@code calls.json} beside its rows for the data
 * card.
 *
 * @param step {@code questions} or {@code answers}
 * @param seed of its chance
 * @param currency of costs
 * @param teachers what came of the calls to each
 */
public record StepRecord(
    String step, long seed, String currency, List<CallLog.TeacherCalls> teachers) {
  private static final String FILE = "calls.json";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  public StepRecord {
    teachers = List.copyOf(teachers);
  }

  /** Writes it into the step's folder. */
  public void write(Path folder) {
    try {
      DurableFiles.write(
          folder.resolve(FILE),
          JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    } catch (IOException e) {
      throw DurableFiles.failure(
          "write '%s'".formatted(folder.resolve(FILE)), "Make room and go on with --resume", e);
    }
  }

  /** That of the folder in which a file of rows lies; empty if no step wrote it. */
  public static Optional<StepRecord> beside(Path rows) {
    Path file = rows.resolveSibling(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), StepRecord.class));
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "'%s' is not as a step wrote it: %s. Remove it; the card then tells no costs"
              .formatted(file, DurableFiles.reason(e)),
          e);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read '%s': %s".formatted(file, DurableFiles.reason(e)), e);
    }
  }
}
