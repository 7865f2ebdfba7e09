package org.plumbline.distill.dedup;

import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.plumbline.distill.dedup.Duplicate.Method;

/** The kept texts that resemble a new one by one measure. Texts are called by their number. */
interface NearTexts {

  /** A kept text, and how similar it is. */
  record Found(int text, double similarity) {

    /** The most similar from a threshold on; of equal ones, the first. */
    static Optional<Found> best(IntStream texts, IntToDoubleFunction similarity, double threshold) {
      Found best = null;
      for (int text : texts.toArray()) {
        double value = similarity.applyAsDouble(text);
        if (value >= threshold && (best == null || value > best.similarity)) {
          best = new Found(text, value);
        }
      }
      return Optional.ofNullable(best);
    }
  }

  Method method();

  /** The kept text that resembles this one most, of those that may; empty if none is similar. */
  Optional<Found> nearest(int text, IntPredicate mayResemble);

  /** From now on this text is among the kept ones. */
  void keep(int text);
}
