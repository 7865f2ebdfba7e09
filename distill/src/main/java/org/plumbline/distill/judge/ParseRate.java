package org.plumbline.distill.judge;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How many judgements could be used, and what became of the others.
 *
 * @param judgements all of them
 * @param scored those with all grades
 * @param repaired of these, how many needed a second call
 * @param missing the others, by what became of them
 */
public record ParseRate(int judgements, int scored, int repaired, Map<String, Integer> missing) {
  public ParseRate {
    missing = Map.copyOf(missing);
  }

  /** Of these gradings. */
  public static ParseRate of(Stream<Grading> gradings) {
    int[] counts = new int[3];
    Map<String, Integer> missing = new TreeMap<>();
    gradings
        .flatMap(grading -> grading.judgements().stream())
        .forEach(
            judgement -> {
              counts[0]++;
              if (judgement instanceof Judgement.Scored scored) {
                counts[1]++;
                counts[2] += scored.repaired() ? 1 : 0;
              } else {
                missing.merge(judgement.status(), 1, Integer::sum);
              }
            });
    return new ParseRate(counts[0], counts[1], counts[2], missing);
  }

  /** Share of judgements with all grades; 1 if there were none to make. */
  public double rate() {
    return judgements == 0 ? 1 : (double) scored / judgements;
  }

  /**
   * For example {@code 97.5 % of 40 judgements could be read, 2 of them asked twice; 1
   * parse-failed}.
   */
  public String sentence() {
    StringBuilder text =
        new StringBuilder(
            String.format(
                java.util.Locale.ROOT,
                "%.1f %% of %d judgements could be read, %d of them asked for twice",
                100 * rate(),
                judgements,
                repaired));
    new TreeMap<>(missing).forEach((kind, n) -> text.append("; %d %s".formatted(n, kind)));
    return text.append('.').toString();
  }
}
