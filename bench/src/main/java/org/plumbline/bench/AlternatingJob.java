package org.plumbline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A job and another of the same size in turn, so that what else the machine does falls on both
 * alike.
 *
 * @param measured whose seconds are told
 * @param other what it is compared with
 * @param ratios of the seconds, one for each run
 */
record AlternatingJob(Job measured, Job other, List<Double> ratios) implements Job {
  AlternatingJob(Job measured, Job other) {
    this(measured, other, new ArrayList<>());
  }

  @Override
  public String unit() {
    return measured.unit();
  }

  @Override
  public long count() {
    return measured.count();
  }

  @Override
  public double run() {
    double seconds = measured.run();
    ratios.add(seconds / other.run());
    return seconds;
  }

  @Override
  public OptionalDouble timesTheOther() {
    // The first run warms up.
    return ratios.size() < 2
        ? OptionalDouble.empty()
        : OptionalDouble.of(Measurement.median(ratios.subList(1, ratios.size())));
  }

  @Override
  public void close() {
    measured.close();
    other.close();
  }
}
