package org.plumbline.core.metric;

import java.util.Arrays;
import java.util.stream.LongStream;

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
      LongStream orders =
          LongStream.concat(
              LongStream.concat(Arrays.stream(counts.matches()), Arrays.stream(counts.totals())),
              Arrays.stream(counts.atLeastOne()));
      return LongStream.concat(orders, LongStream.of(counts.length(), counts.referenceLength()))
          .asDoubleStream()
          .toArray();
    }

    static BleuCounts read(double[] sums) {
      long[] all = Arrays.stream(sums).mapToLong(Math::round).toArray();
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
      return Arrays.stream(chrf.counts(texts.text(), texts.references()))
          .asDoubleStream()
          .toArray();
    }

    static long[] read(double[] sums) {
      return Arrays.stream(sums).mapToLong(Math::round).toArray();
    }
  }
}
