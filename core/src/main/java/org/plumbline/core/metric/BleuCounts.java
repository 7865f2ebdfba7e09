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
    require(!references.isEmpty(), "BLEU needs a reference for each text (got none)");
    long[] matches = new long[ORDERS];
    long[] totals = new long[ORDERS];
    long[] atLeastOne = new long[ORDERS];
    for (int n = 1; n <= ORDERS; n++) {
      int order = n;
      Ngrams own = Ngrams.of(text, n);
      matches[n - 1] =
          own.commonWithAny(references.stream().map(each -> Ngrams.of(each, order)).toList());
      totals[n - 1] = own.total();
      atLeastOne[n - 1] = Math.max(1, own.total());
    }
    return new BleuCounts(
        matches, totals, atLeastOne, text.size(), nearest(text.size(), references));
  }

  /** Throws unless runs of this length are counted. */
  static void requireOrder(int order) {
    require(
        order >= 1 && order <= ORDERS,
        "BLEU counts runs of up to 1 to %d tokens (got %d)",
        ORDERS,
        order);
  }

  private static int nearest(int length, List<List<String>> references) {
    int best = references.get(0).size();
    for (List<String> reference : references) {
      int distance = Math.abs(reference.size() - length);
      int least = Math.abs(best - length);
      if (distance < least || distance == least && reference.size() < best) {
        best = reference.size();
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
