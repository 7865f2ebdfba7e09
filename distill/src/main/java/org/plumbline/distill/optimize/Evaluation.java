package org.plumbline.distill.optimize;

/** What became of one item under one prompt; a failure is no score. */
public sealed interface Evaluation {

  /** Stable name of the item. */
  String item();

  /** What it took. */
  Spending spending();

  /**
   * A score.
   *
   * @param score what is optimised
   * @param graded the judge's grade in it
   * @param penalty what was taken off the grade: for length, or for what is lacking
   * @param lengthRatio length of the result over that of the reference; NaN where there is none
   * @param feedback what a person would want to know to write a better prompt
   */
  record Scored(
      String item,
      double score,
      double graded,
      double penalty,
      double lengthRatio,
      String feedback,
      Spending spending)
      implements Evaluation {}

  /**
   * No score.
   *
   * @param why in a word or two, for counts
   */
  record Missing(String item, String why, Spending spending) implements Evaluation {}
}
