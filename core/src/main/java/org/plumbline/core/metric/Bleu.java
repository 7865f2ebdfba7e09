package org.plumbline.core.metric;

/**
 * BLEU from 0 to 1 as nltk defines it: the geometric mean of clipped precisions, times the brevity
 * penalty.
 *
 * <p>BLEU-N averages the precisions of runs of 1 to N tokens; it is not the precision of N alone. A
 * mean of BLEU over texts is not BLEU of the texts together: add their {@link BleuCounts} for that.
 *
 * @param order longest runs, 1 to 4
 * @param smoothing what stands for a precision of 0
 */
public record Bleu(int order, Smoothing smoothing) {
  /** BLEU-4 with method 3, as evaluations of Chinese models on characters usually have it. */
  public static final Bleu USUAL = new Bleu(4, Smoothing.HALVING);

  /** The least positive double with all its digits: what nltk takes for no match. */
  private static final double ALMOST_NOTHING = Double.MIN_NORMAL;

  /** Chen and Cherry 2014, by nltk's numbers. */
  public enum Smoothing {
    /** Method 0: hardly more than 0, so that one missing order makes the whole hardly more. */
    NONE("none"),
    /** Method 1: a tenth of a match. */
    TENTH("method1"),
    /** Method 3: half a match for the first order without one, a quarter for the second. */
    HALVING("method3");

    private final String label;

    Smoothing(String label) {
      this.label = label;
    }

    /** The name in reports. */
    public String label() {
      return label;
    }
  }

  public Bleu {
    BleuCounts.requireOrder(order);
  }

  /** The score; 0 if no token matches. */
  public double of(BleuCounts counts) {
    if (counts.matches()[0] == 0) {
      return 0;
    }
    double logs = 0;
    int missing = 0;
    for (int n = 0; n < order; n++) {
      long match = counts.matches()[n];
      double all = counts.atLeastOne()[n];
      if (match == 0) {
        missing++;
      }
      logs += Math.log(match > 0 ? match / all : smoothed(all, missing));
    }
    return counts.brevityPenalty() * Math.exp(logs / order);
  }

  private double smoothed(double all, int missing) {
    return switch (smoothing) {
      case NONE -> ALMOST_NOTHING;
      case TENTH -> 0.1 / all;
      case HALVING -> 1 / (Math.scalb(1.0, missing) * all);
    };
  }

  /** How reports name it. */
  public String label() {
    return "BLEU-%d (nltk, %s)".formatted(order, smoothing.label());
  }
}
