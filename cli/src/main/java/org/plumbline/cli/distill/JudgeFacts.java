package org.plumbline.cli.distill;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plumbline.cli.game.GameText;
import org.plumbline.core.stats.Estimate;
import org.plumbline.distill.judge.LabelAgreement;
import org.plumbline.distill.judge.LengthBias;
import org.plumbline.distill.judge.ParseRate;
import org.plumbline.distill.judge.ProbeKind;
import org.plumbline.distill.judge.ProbeResult;

/**
 * How far a judge can be trusted, for programs.
 *
 * @param probe one line for each kind, and one for all; empty if there was none
 * @param lengthCorrelation Spearman's, of grade and length ratio; null if it is not defined
 * @param gainOfLength what an answer gains by being said twice; null without a probe
 * @param labels agreement with people; null without labels
 */
public record JudgeFacts(
    ParseRate parsing,
    List<ProbeLine> probe,
    @Nullable Mean lengthCorrelation,
    @Nullable Mean gainOfLength,
    @Nullable Labels labels) {

  /** A number with its 95 % interval; null where it has none. */
  public record Mean(double value, @Nullable Double low, @Nullable Double high, long items) {
    /** Of an estimate. */
    public static Mean of(Estimate estimate) {
      return new Mean(
          estimate.value(), finite(estimate.low()), finite(estimate.high()), estimate.count());
    }
  }

  /** One kind of probe. */
  public record ProbeLine(String kind, ProbeResult.Count count, String standing) {
    /** Of a kind by its name. */
    public static ProbeLine of(String kind, ProbeResult.Count count) {
      return new ProbeLine(kind, count, GameText.word(count.standing()));
    }
  }

  /** Agreement with people; null where it is not defined. */
  public record Labels(
      int count, @Nullable Double kappa, @Nullable Mean spearman, @Nullable Double kendall) {}

  /** Of what was measured. */
  public static JudgeFacts of(
      ParseRate parsing,
      Optional<ProbeResult> probe,
      LengthBias length,
      Optional<LabelAgreement> labels) {
    return new JudgeFacts(
        parsing,
        probe.map(JudgeFacts::lines).orElse(List.of()),
        length.correlation().map(Mean::of).orElse(null),
        length.gainOfLength().map(Mean::of).orElse(null),
        labels.map(JudgeFacts::labels).orElse(null));
  }

  private static Labels labels(LabelAgreement labels) {
    return new Labels(
        labels.count(),
        labels.kappa().isPresent() ? labels.kappa().getAsDouble() : null,
        Double.isFinite(labels.spearman().value()) ? Mean.of(labels.spearman()) : null,
        finite(labels.kendall()));
  }

  private static List<ProbeLine> lines(ProbeResult probe) {
    List<ProbeLine> lines = new ArrayList<>();
    for (ProbeKind kind : ProbeKind.values()) {
      lines.add(ProbeLine.of(kind.label(), probe.count(kind)));
    }
    lines.add(ProbeLine.of("all, one voice for each question", probe.count()));
    return lines;
  }

  static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
