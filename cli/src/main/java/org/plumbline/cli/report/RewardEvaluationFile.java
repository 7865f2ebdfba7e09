package org.plumbline.cli.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.report.Accuracy;
import org.plumbline.core.report.AgreementMatrix;
import org.plumbline.core.report.CalibrationBin;

/**
 * What {@code plumb reward eval} found: {@code evaluation.json} in its run folder.
 *
 * @param accuracies of members, ensemble and average, by slice
 * @param calibration of the same
 * @param agreement between members
 */
public record RewardEvaluationFile(
    List<Accuracy> accuracies, List<CalibrationBin> calibration, List<AgreementMatrix> agreement) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String FILE = "evaluation.json";

  /** Nothing was evaluated. */
  static final RewardEvaluationFile NONE =
      new RewardEvaluationFile(List.of(), List.of(), List.of());

  /** Writes it into a run folder. */
  public void write(Path folder) {
    try {
      JSON.writerWithDefaultPrettyPrinter().writeValue(folder.resolve(FILE).toFile(), this);
    } catch (IOException e) {
      throw DurableFiles.failure("write '%s'".formatted(folder.resolve(FILE)), "Run it again", e);
    }
  }

  /** Reads it from a run folder. */
  public static RewardEvaluationFile read(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "'%s' holds no %s: it is no run of 'plumb reward eval'".formatted(folder, FILE));
    }
    try {
      return JSON.readValue(file.toFile(), RewardEvaluationFile.class);
    } catch (IOException e) {
      throw new InvalidInputException("'%s' cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
