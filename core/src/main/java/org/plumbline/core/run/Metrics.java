package org.plumbline.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

/**
 * The numbers of a run, in {@code metrics.jsonl}: one object a row, its step and its metrics; the
 * same beside it for TensorBoard.
 *
 * <p>A number that is not finite is written as text ({@code "NaN"}), since JSON has none.
 */
public final class Metrics {
  private final StepFile file;
  private final EventFile events;

  Metrics(StepFile file, EventFile events) {
    this.file = file;
    this.events = events;
  }

  /**
   * One row.
   *
   * @param values by name; their order is kept
   */
  public record Row(long step, Map<String, Double> values) {}

  /** Adds a row; several rows may belong to one step. */
  public void record(long step, Map<String, Double> values) {
    ObjectNode row = StepFile.row(step);
    values.forEach(row::put);
    file.append(row);
    events.append(step, values);
  }

  /**
   * Reads a run's rows, also while it goes on; values that are no numbers are left out.
   *
   * @param path a {@code metrics.jsonl}
   * @throws InvalidInputException if it is missing or broken
   */
  public static List<Row> read(Path path) {
    try {
      return StepFile.read(path).stream().map(Metrics::row).toList();
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read the metrics '%s': %s".formatted(path, DurableFiles.reason(e)), e);
    }
  }

  private static Row row(ObjectNode json) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      JsonNode value = entry.getValue();
      if (!entry.getKey().equals(StepFile.STEP) && (value.isNumber() || isNotFinite(value))) {
        values.put(entry.getKey(), Double.valueOf(value.asText()));
      }
    }
    return new Row(json.path(StepFile.STEP).longValue(), values);
  }

  private static boolean isNotFinite(JsonNode value) {
    return switch (value.asText()) {
      case "NaN", "Infinity", "-Infinity" -> true;
      default -> false;
    };
  }
}
