package org.plumbline.align.loop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.plumbline.core.random.Seeds;

/** One step of a run: its number, its random streams, its row of metrics. */
public final class Step {
  private final long number;
  private final Seeds seeds;
  private final Map<String, Double> metrics = new LinkedHashMap<>();
  private String rows = "";

  Step(long number, Seeds seeds) {
    this.number = number;
    this.seeds = seeds;
  }

  /** Counted from 1. */
  public long number() {
    return number;
  }

  /** Random streams of this step; they depend on the run's seed and the number alone. */
  public Seeds seeds() {
    return seeds;
  }

  /** Adds a value to this step's row; the name says the unit where it is not plain. */
  public void record(String name, double value) {
    metrics.put(name, value);
  }

  /**
   * Says which rows of the data this step works on, for the message if it fails.
   *
   * @param what the rows, in the plural
   * @param numbers their numbers, from 1
   */
  public void rows(String what, IntStream numbers) {
    rows = numbers.mapToObj(String::valueOf).collect(Collectors.joining(", ", what + " ", ""));
  }

  /** For example {@code step 3 (prompts 4, 7)}. */
  String description() {
    return rows.isEmpty() ? "step " + number : "step %d (%s)".formatted(number, rows);
  }

  Map<String, Double> metrics() {
    return metrics;
  }
}
