package org.plumbline.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

/** What a policy wrote on the way, in {@code samples.jsonl}. */
public final class Samples {
  private final StepFile file;

  Samples(StepFile file) {
    this.file = file;
  }

  /**
   * One completion.
   *
   * @param scores by scorer, in units of its reward
   */
  public record Row(long step, Exchange exchange, Map<String, Double> scores) {}

  /** Adds a completion and what scorers gave it. */
  public void record(long step, Exchange exchange, Map<String, Double> scores) {
    ObjectNode row = StepFile.row(step);
    row.put("prompt", exchange.prompt());
    row.put("completion", exchange.completion());
    ObjectNode numbers = row.putObject("scores");
    scores.forEach(numbers::put);
    file.append(row);
  }

  /**
   * Reads a run's samples, also while it goes on.
   *
   * @param path a {@code samples.jsonl}
   * @throws InvalidInputException if it is missing or broken
   */
  public static List<Row> read(Path path) {
    try {
      return StepFile.read(path).stream().map(Samples::row).toList();
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read the samples '%s': %s".formatted(path, DurableFiles.reason(e)), e);
    }
  }

  private static Row row(ObjectNode json) {
    Map<String, Double> scores = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : json.path("scores").properties()) {
      scores.put(entry.getKey(), Double.valueOf(entry.getValue().asText()));
    }
    Exchange exchange =
        new Exchange(json.path("prompt").asText(), json.path("completion").asText());
    return new Row(json.path(StepFile.STEP).longValue(), exchange, scores);
  }
}
