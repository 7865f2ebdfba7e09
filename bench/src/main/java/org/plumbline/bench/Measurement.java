package org.plumbline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How long a job took.
 *
 * @param job its name
 * @param seconds the median of {@code all}
 * @param perSecond units of work a second, at the median
 * @param unit what one of them is
 * @param all seconds of each repeat, without the first, which warms up
 * @param runtime native libraries and threads
 * @param peakMemoryMib most resident memory of this process so far; null where the system does not
 *     tell
 * @param shareOfMatrixSpeed how much of its time the job's matrix products would take if this
 *     machine did nothing else, measured in the same run; null where that says little
 * @param timesTheOther how many times as long it took as the other work that ran in turn with it;
 *     null without one
 */
public record Measurement(
    String job,
    double seconds,
    double perSecond,
    String unit,
    List<Double> all,
    String runtime,
    @Nullable Long peakMemoryMib,
    @Nullable Double shareOfMatrixSpeed,
    @Nullable Double timesTheOther) {

  public Measurement {
    all = List.copyOf(all);
  }

  static Measurement of(String name, Job job, int repeats, String runtime) {
    job.run();
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < repeats; i++) {
      all.add(job.run());
    }
    double median = median(all);
    Long memory = PeakMemory.mebibytes();
    Double share =
        job.matrixWork()
            .map(work -> work.operations() / MatrixSpeed.measure(work) / median)
            .orElse(null);
    OptionalDouble times = job.timesTheOther();
    return new Measurement(
        name,
        median,
        job.count() / median,
        job.unit(),
        all,
        runtime,
        memory,
        share,
        times.isPresent() ? times.getAsDouble() : null);
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
