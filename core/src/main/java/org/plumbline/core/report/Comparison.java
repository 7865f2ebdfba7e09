package org.plumbline.core.report;

import org.jspecify.annotations.Nullable;

/**
 * The difference of two policies' gold reward on the same prompts.
 *
 * @param first label of the one
 * @param second label of the other
 * @param difference first less second; null if there was nothing to compare
 * @param low lower end of the 95 % interval; null if there are too few units for one
 * @param high upper end of it
 * @param test name of the two-sided test; null where there is none
 * @param p of that test; null where there is none
 * @param adjustedP the same after Holm's correction for all comparisons of the report
 * @param smallest difference that would have been seen at 80 % power; null if unknown
 * @param units how many paired differences
 * @param unit what one of them is: "prompts" or "training seeds"
 * @param finding what may be said
 */
public record Comparison(
    String first,
    String second,
    @Nullable Double difference,
    @Nullable Double low,
    @Nullable Double high,
    @Nullable String test,
    @Nullable Double p,
    @Nullable Double adjustedP,
    @Nullable Double smallest,
    int units,
    String unit,
    Finding finding) {

  /** What may be said of a comparison. */
  public enum Finding {
    /** The first has more, also after correction for the number of comparisons. */
    MORE,
    /** The first has less, also after correction. */
    LESS,
    /** The interval leaves zero out, but with so many comparisons that is not enough. */
    UNCERTAIN,
    /** The interval holds zero. */
    NO_DIFFERENCE,
    /** All differences are exactly zero. */
    SAME,
    /** Too few units to tell. */
    TOO_FEW
  }
}
