package org.plumbline.core.metric;

import static org.plumbline.core.error.Require.require;

import java.util.List;

/**
 * GLEU of Wu et al. 2016 ("Google's Neural Machine Translation System"), from 0 to 1: runs of 1 to
 * 4 tokens that both texts have, over those of the text that has more.
 *
 * <p>Two other metrics bear the name: a parser's judgement of fluency (Mutton et al. 2007) and one
 * for corrected grammar (Napoles et al. 2015).
 */
public final class GoogleBleu {
  private GoogleBleu() {}

  /**
   * What it is computed from; add those of many texts for the score of a corpus.
   *
   * @param matches runs that both have
   * @param total runs of the text that has more
   */
  public record Counts(long matches, long total) {
    /** These and those together. */
    public Counts plus(Counts other) {
      return new Counts(matches + other.matches, total + other.total);
    }

    /** The score; 0 without a run. */
    public double score() {
      return total == 0 ? 0 : (double) matches / total;
    }
  }

  /**
   * The counts against the reference for which the score is highest, the first of several.
   *
   * @param references at least one
   */
  public static Counts counts(List<String> text, List<List<String>> references) {
    return counts(NgramMatches.of(text, references, BleuCounts.ORDERS));
  }

  static Counts counts(NgramMatches found) {
    require(found.references() > 0, "GLEU needs a reference for each text (got none)");
    Counts best = against(0, found);
    for (int r = 1; r < found.references(); r++) {
      Counts counts = against(r, found);
      if (counts.score() > best.score() || best.total == 0) {
        best = counts;
      }
    }
    return best;
  }

  private static Counts against(int reference, NgramMatches found) {
    long matches = 0;
    long own = 0;
    long wanted = 0;
    for (int n = 1; n <= BleuCounts.ORDERS; n++) {
      matches += found.common(n, reference);
      own += found.total(n);
      wanted += found.total(n, reference);
    }
    return new Counts(matches, Math.max(own, wanted));
  }
}
