package org.plumbline.core.metric;

import static org.plumbline.core.error.Require.require;

import java.util.List;

/**
 * What BLEU is computed from (Papineni et al. 2002): of one text, or summed over many.
 *
 * @param matches runs of 1 to 4 tokens that a reference has too, [4]
 * @param totals runs of 1 to 4 tokens, [4]
 * @param atLeastOne the same with 1 for each text that has none, [4]
 * @param length tokens of the texts
 * @param referenceLength tokens of the references nearest in length, the shorter one if two are
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares these
public record BleuCounts(
    long[] matches, long[] totals, long[] atLeastOne, long length, long referenceLength) {
  /** The longest runs that are counted. */
  public static final int ORDERS = 4;

  /**
   * The counts of one text.
   *
   * @param references at least one
   */
  public static BleuCounts of(List<String> text, List<List<String>> references) {
    return of(NgramMatches.of(text, references, ORDERS));
  }

  static BleuCounts of(NgramMatches found) {
    require(found.references() > 0, "BLEU needs a reference for each text (got none)");
    long[] matches = new long[ORDERS];
    long[] totals = new long[ORDERS];
    long[] atLeastOne = new long[ORDERS];
    for (int n = 1; n <= ORDERS; n++) {
      matches[n - 1] = found.commonWithAny(n);
      totals[n - 1] = found.total(n);
      atLeastOne[n - 1] = Math.max(1, found.total(n));
    }
    return new BleuCounts(matches, totals, atLeastOne, found.text().length, nearest(found));
  }

  /** Throws unless runs of this length are counted. */
  static void requireOrder(int order) {
    require(
        order >= 1 && order <= ORDERS,
        "BLEU counts runs of up to 1 to %d tokens (got %d)",
        ORDERS,
        order);
  }

  private static int nearest(NgramMatches found) {
    int length = found.text().length;
    int best = found.reference(0).length;
    for (int r = 1; r < found.references(); r++) {
      int next = found.reference(r).length;
      int distance = Math.abs(next - length);
      int least = Math.abs(best - length);
      if (distance < least || distance == least && next < best) {
        best = next;
      }
    }
    return best;
  }

  /** These and those together. */
  public BleuCounts plus(BleuCounts other) {
    return new BleuCounts(
        sum(matches, other.matches),
        sum(totals, other.totals),
        sum(atLeastOne, other.atLeastOne),
        length + other.length,
        referenceLength + other.referenceLength);
  }

  private static long[] sum(long[] a, long[] b) {
    long[] sum = new long[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }

  /** 1, or less where the texts are shorter than the references; 0 without a token. */
  public double brevityPenalty() {
    if (length >= referenceLength && length > 0) {
      return 1;
    }
    return length == 0 ? 0 : Math.exp(1 - (double) referenceLength / length);
  }
}
