package org.plumbline.core.metric;

import java.util.Locale;

/**
 * BLEU from 0 to 100 as sacrebleu defines it (Post 2018).
 *
 * @param order longest runs, 1 to 4
 * @param smoothing what stands for a precision of 0
 * @param effectiveOrder whether orders for which a text is too short are left out; otherwise its
 *     score is 0
 */
public record SacreBleu(int order, Smoothing smoothing, boolean effectiveOrder) {
  /** As its command scores a corpus. */
  public static final SacreBleu CORPUS = new SacreBleu(4, Smoothing.EXP, false);

  /** As it scores a single text. */
  public static final SacreBleu SENTENCE = new SacreBleu(4, Smoothing.EXP, true);

  /** By sacrebleu's names. */
  public enum Smoothing {
    /** 0 stays 0, and the score with it. */
    NONE,
    /** Half a match for the first order without one, a quarter for the second. */
    EXP,
    /** A tenth of a match. */
    FLOOR,
    /** One match and one run more from the second order on. */
    ADD_K;

    /** The name in signatures. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public SacreBleu {
    BleuCounts.requireOrder(order);
  }

  /** The score; 0 if nothing matches. */
  public double of(BleuCounts counts) {
    double[] precisions = new double[order];
    int used = effectiveOrder ? 0 : order;
    double halved = 1;
    boolean any = false;
    for (int n = 0; n < order; n++) {
      boolean added = smoothing == Smoothing.ADD_K && n > 0;
      double match = counts.matches()[n] + (added ? 1.0 : 0.0);
      double total = counts.totals()[n] + (added ? 1.0 : 0.0);
      any |= counts.matches()[n] > 0;
      if (total == 0) {
        break;
      }
      used = effectiveOrder ? n + 1 : used;
      if (match == 0) {
        halved *= 2;
      }
      precisions[n] = 100 * (match > 0 ? match : smoothed(halved)) / total;
    }
    return any ? brevityPenalty(counts) * geometricMean(precisions, used) : 0;
  }

  /** As {@link BleuCounts#brevityPenalty}, but 1 for an empty text whose reference is empty too. */
  public static double brevityPenalty(BleuCounts counts) {
    return counts.length() >= counts.referenceLength() ? 1 : counts.brevityPenalty();
  }

  private double smoothed(double halved) {
    return switch (smoothing) {
      case NONE, ADD_K -> 0;
      case EXP -> 1 / halved;
      case FLOOR -> 0.1;
    };
  }

  private static double geometricMean(double[] values, int count) {
    double logs = 0;
    for (int i = 0; i < count; i++) {
      logs += Math.log(values[i]);
    }
    return Math.exp(logs / count);
  }

  /**
   * What must be told with a score so that another can be compared with it.
   *
   * @param references of each text: their number, or {@code var}
   */
  public String signature(String references, TokenRule tokens) {
    return "nrefs:%s|case:mixed|eff:%s|tok:%s|smooth:%s|version:2.6.0"
        .formatted(
            references,
            effectiveOrder ? "yes" : "no",
            tokens == Tokenization.WHITESPACE ? "none" : tokens.label(),
            smoothing.label());
  }
}
