package org.plumbline.core.metric;

import java.util.Arrays;

/** Numbers of a text that add up over a corpus; equal ones are computed once for all metrics. */
public sealed interface RowCounts {

  /** How many. */
  int width();

  /** Those of one text, [width]. */
  double[] of(TextCounts texts);

  /**
   * Those of BLEU: matches, totals, totals of at least one, length, reference length.
   *
   * @param tokens by which texts are cut
   */
  record OfBleu(TokenRule tokens) implements RowCounts {
    @Override
    public int width() {
      return 3 * BleuCounts.ORDERS + 2;
    }

    @Override
    public double[] of(TextCounts texts) {
      BleuCounts counts = BleuCounts.of(texts.matches(tokens));
      int n = BleuCounts.ORDERS;
      double[] all = new double[width()];
      for (int k = 0; k < n; k++) {
        all[k] = counts.matches()[k];
        all[n + k] = counts.totals()[k];
        all[2 * n + k] = counts.atLeastOne()[k];
      }
      all[3 * n] = counts.length();
      all[3 * n + 1] = counts.referenceLength();
      return all;
    }

    static BleuCounts read(double[] sums) {
      long[] all = whole(sums);
      int n = BleuCounts.ORDERS;
      return new BleuCounts(
          Arrays.copyOfRange(all, 0, n),
          Arrays.copyOfRange(all, n, 2 * n),
          Arrays.copyOfRange(all, 2 * n, 3 * n),
          all[3 * n],
          all[3 * n + 1]);
    }
  }

  /**
   * Those of GLEU: matches and total.
   *
   * @param tokens by which texts are cut
   */
  record OfGoogleBleu(TokenRule tokens) implements RowCounts {
    @Override
    public int width() {
      return 2;
    }

    @Override
    public double[] of(TextCounts texts) {
      GoogleBleu.Counts counts = GoogleBleu.counts(texts.matches(tokens));
      return new double[] {counts.matches(), counts.total()};
    }
  }

  /**
   * Those of chrF: three for each order.
   *
   * @param chrf which one
   */
  record OfChrf(Chrf chrf) implements RowCounts {
    @Override
    public int width() {
      return chrf.width();
    }

    @Override
    public double[] of(TextCounts texts) {
      long[] counts = chrf.counts(texts);
      double[] all = new double[counts.length];
      for (int k = 0; k < all.length; k++) {
        all[k] = counts[k];
      }
      return all;
    }

    static long[] read(double[] sums) {
      return whole(sums);
    }
  }

  private static long[] whole(double[] sums) {
    long[] whole = new long[sums.length];
    for (int k = 0; k < whole.length; k++) {
      whole[k] = Math.round(sums[k]);
    }
    return whole;
  }
}
