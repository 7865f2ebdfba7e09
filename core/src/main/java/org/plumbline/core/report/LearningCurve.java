package org.plumbline.core.report;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one training went.
 *
 * @param name of the run, unique in a report
 * @param label the words for a reader
 * @param colour index into the palette, 0 to 7
 * @param points in the order of their steps, at least one
 */
public record LearningCurve(String name, String label, int colour, List<Point> points) {

  /**
   * What was measured at one update; what was not is null.
   *
   * @param loss of the batch before the update, in nats a token
   * @param heldOut loss on texts that are not learned from, in nats a token
   * @param gradientNorm before clipping
   * @param tokens learned tokens of the batch
   */
  public record Point(
      long step,
      @Nullable Double loss,
      @Nullable Double heldOut,
      @Nullable Double gradientNorm,
      @Nullable Double learningRate,
      @Nullable Double tokens) {}

  public LearningCurve {
    points = List.copyOf(points);
    require(!points.isEmpty(), "the training '%s' has no update yet to report on", name);
  }

  long lastStep() {
    return points.getLast().step();
  }

  /** Points with a held-out loss. */
  List<Point> evaluated() {
    return points.stream().filter(point -> point.heldOut() != null).toList();
  }

  /** Mean training loss of the first tenth of the updates, or of the last; NaN if there is none. */
  double tenth(boolean first) {
    List<Double> losses = points.stream().map(Point::loss).filter(Objects::nonNull).toList();
    int count = Math.ceilDiv(losses.size(), 10);
    List<Double> some =
        first ? losses.subList(0, count) : losses.subList(losses.size() - count, losses.size());
    return some.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** Every n-th point and all with a held-out loss, so that about so many are left. */
  LearningCurve thinned(int most) {
    int stride = Math.ceilDiv(points.size(), most);
    List<Point> kept =
        points.stream()
            .filter(point -> point.step() % stride == 0 || point.heldOut() != null)
            .toList();
    return stride == 1 || kept.isEmpty() ? this : new LearningCurve(name, label, colour, kept);
  }
}
