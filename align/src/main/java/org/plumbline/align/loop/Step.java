package org.plumbline.align.loop;

import java.util.LinkedHashMap;
import java.util.Map;
import org.plumbline.core.random.Seeds;

/** One step of a run: its number, its random streams, its row of metrics. */
public final class Step {
  private final long number;
  private final Seeds seeds;
  private final Map<String, Double> metrics = new LinkedHashMap<>();

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

  Map<String, Double> metrics() {
    return metrics;
  }
}
