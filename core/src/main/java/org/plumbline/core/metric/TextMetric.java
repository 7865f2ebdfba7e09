package org.plumbline.core.metric;

import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A metric as reports print it: the score of a text, and for those that have one the score of a
 * corpus, which is no mean of the texts' scores.
 *
 * @param name such as {@code BLEU-4}
 * @param corpus the score of many texts; empty where that is the mean of their scores
 * @param single the score of one text
 */
public record TextMetric(String name, Optional<Corpus> corpus, Single single) {

  /**
   * A score of many texts.
   *
   * @param counts what it is computed from, added over the texts
   * @param score from the sums
   * @param signature the definition with all its choices
   */
  public record Corpus(RowCounts counts, ToDoubleFunction<double[]> score, String signature) {}

  /**
   * A score of one text.
   *
   * @param score of the text
   * @param signature the definition with all its choices
   */
  public record Single(ToDoubleFunction<TextCounts> score, String signature) {

    /** The score of a text that is its reference: 1 or 100, as the signature says. */
    public double best() {
      return signature.endsWith("of:100") ? 100 : 1;
    }
  }
}
