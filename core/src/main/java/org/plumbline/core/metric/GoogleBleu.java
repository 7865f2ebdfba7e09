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
    require(!references.isEmpty(), "GLEU needs a reference for each text (got none)");
    Counts best = against(references.get(0), text);
    for (List<String> reference : references.subList(1, references.size())) {
      Counts counts = against(reference, text);
      if (counts.score() > best.score() || best.total == 0) {
        best = counts;
      }
    }
    return best;
  }

  private static Counts against(List<String> reference, List<String> text) {
    long matches = 0;
    long own = 0;
    long wanted = 0;
    for (int n = 1; n <= BleuCounts.ORDERS; n++) {
      Ngrams a = Ngrams.of(text, n);
      Ngrams b = Ngrams.of(reference, n);
      matches += a.common(b);
      own += a.total();
      wanted += b.total();
    }
    return new Counts(matches, Math.max(own, wanted));
  }
}
