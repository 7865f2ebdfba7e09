package org.plumbline.distill.judge;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.plumbline.core.stats.Correlation;
import org.plumbline.core.stats.Estimate;

/**
 * Whether longer answers get higher grades.
 *
 * @param correlation Spearman's, of grade and length over the reference's; longer answers may be
 *     better, so alone it proves nothing
 * @param gainOfLength what being said twice gains, at equal content
 */
public record LengthBias(Optional<Estimate> correlation, Optional<Estimate> gainOfLength) {

  /** Of answers with a reference whose grade is there. */
  public static LengthBias of(
      List<Grading> gradings, LengthUnit unit, Optional<ProbeResult> probe) {
    List<Grading> graded =
        gradings.stream()
            .filter(g -> g.comprehensive().isPresent() && unit.of(g.answer().reference()) > 0)
            .toList();
    double[] grades = graded.stream().mapToDouble(g -> g.comprehensive().orElseThrow()).toArray();
    double[] ratios =
        graded.stream()
            .mapToDouble(
                g ->
                    LengthPenalty.ratio(
                        unit.of(g.answer().answer()), unit.of(g.answer().reference())))
            .toArray();
    boolean defined = grades.length >= 4 && varies(grades) && varies(ratios);
    return new LengthBias(
        defined ? Optional.of(Correlation.spearman(grades, ratios, 0.95)) : Optional.empty(),
        probe.flatMap(ProbeResult::gainOfLength));
  }

  /** For people. */
  public String sentence() {
    String first =
        correlation
            .map(
                r ->
                    "Spearman correlation of grade and length ratio %.2f (95 %% interval %.2f to %.2f)"
                        .formatted(r.value(), r.low(), r.high()))
            .orElse("No correlation of grade and length: too few answers, or all alike");
    String second =
        gainOfLength
            .map(
                g ->
                    String.format(
                        Locale.ROOT,
                        "; an answer said twice gains %.2f (%.2f to %.2f)",
                        g.value(),
                        g.low(),
                        g.high()))
            .orElse("");
    return first + second + ".";
  }

  private static boolean varies(double[] values) {
    return Arrays.stream(values).anyMatch(value -> value != values[0]);
  }
}
