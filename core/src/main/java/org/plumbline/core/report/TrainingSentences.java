package org.plumbline.core.report;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.plumbline.core.report.LearningCurve.Point;

/** What a learning curve shows, in plain words. */
final class TrainingSentences {
  /** Differences of a loss below this are not spoken of. */
  private static final double WORTH_SAYING = 0.005;

  private TrainingSentences() {}

  static String of(LearningCurve curve) {
    List<Point> evaluated = curve.evaluated();
    String start = "%s, after %,d updates: ".formatted(curve.label(), curve.lastStep());
    return start + (evaluated.isEmpty() ? onTrainingAlone(curve) : onHeldOut(evaluated));
  }

  private static String onTrainingAlone(LearningCurve curve) {
    return "the training loss went from %s nats a token in the first tenth of the updates to %s in the last. Nothing was held out, so nothing can be said of texts that the model did not learn from."
        .formatted(Digits.plain(curve.tenth(true)), Digits.plain(curve.tenth(false)));
  }

  private static String onHeldOut(List<Point> evaluated) {
    double last = heldOut(evaluated.getLast());
    String now =
        "the held-out loss is %s nats a token (perplexity %s)"
            .formatted(Digits.plain(last), Digits.plain(Math.exp(last)));
    if (evaluated.size() == 1) {
      return now + "; it was measured once, so there is no trend to tell of.";
    }
    Point best = lowest(evaluated);
    String trend =
        now
            + "; at step %2$,d it was %1$s."
                .formatted(
                    Digits.plain(heldOut(evaluated.getFirst())), evaluated.getFirst().step());
    double risen = last - heldOut(best);
    return risen < WORTH_SAYING
        ? trend
        : trend
            + " It was lowest at step %,d, %s, and has risen by %s since: the model began to learn its texts by heart; --keep best takes that step, --patience ends there."
                .formatted(
                    best.step(), Digits.plain(heldOut(best)), Digits.of(risen, WORTH_SAYING));
  }

  /** The evaluation with the lowest held-out loss. */
  static Point lowest(List<Point> evaluated) {
    return evaluated.stream()
        .min(Comparator.comparingDouble(TrainingSentences::heldOut))
        .orElseThrow();
  }

  static double heldOut(Point point) {
    return Objects.requireNonNull(point.heldOut());
  }
}
