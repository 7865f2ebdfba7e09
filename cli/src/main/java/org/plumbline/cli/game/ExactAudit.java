package org.plumbline.cli.game;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.plumbline.cli.game.GameOptions.PaymentChoice;
import org.plumbline.cli.game.LedgerRound.Kind;
import org.plumbline.cli.game.LedgerRound.PromptRow;
import org.plumbline.cli.game.LedgerRound.Terms;
import org.plumbline.core.random.Seeds;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.audit.AuditOptions;
import org.plumbline.mechanism.audit.CycleMonotonicity;
import org.plumbline.mechanism.audit.Deviation;
import org.plumbline.mechanism.audit.GainProfile;
import org.plumbline.mechanism.audit.IncentiveAudit;
import org.plumbline.mechanism.audit.LieScope;
import org.plumbline.mechanism.audit.ParticipationAudit;
import org.plumbline.mechanism.audit.Verdict;
import org.plumbline.mechanism.payment.IncentiveClaim;
import org.plumbline.mechanism.payment.Mechanism;
import org.plumbline.mechanism.payment.NoPayment;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;
import org.plumbline.mechanism.training.TrainingRule;

/** The properties of a round over listed outcomes, each with its certificate or counterexample. */
public final class ExactAudit {
  private static final double LARGEST_EXAGGERATION = 4;
  private static final int TYPES = 24;

  private ExactAudit() {}

  /**
   * A property and what shows that it holds or not.
   *
   * @param name of the property
   * @param holds as far as was looked
   * @param evidence the certificate or the counterexample, in a sentence
   */
  public record Property(String name, boolean holds, String evidence) {}

  /** All that can be checked; nothing for texts and for rounds with reserve prices. */
  static List<Property> of(LedgerRound round, int randomLies, Seeds seeds) {
    boolean reserves = round.reports().stream().anyMatch(report -> report.reserve() > 0);
    if (round.terms().kind() != Kind.LISTED || reserves) {
      return List.of();
    }
    Terms terms = round.terms();
    PromptRow table = round.prompts().getFirst();
    ReportProfile truth = ListedRound.profile(terms, table, round.reports());
    TrainingRule rule = ListedRound.rule(terms, table);
    return terms.payment() != PaymentChoice.NONE && rule instanceof SocialWelfareMaximizer affine
        ? properties(new Mechanism<>(affine, ListedRound.payment(terms)), truth, randomLies, seeds)
        : properties(new Mechanism<>(rule, new NoPayment()), truth, randomLies, seeds);
  }

  private static <R extends TrainingRule> List<Property> properties(
      Mechanism<R> mechanism, ReportProfile truth, int randomLies, Seeds seeds) {
    AuditOptions usual = AuditOptions.DEFAULT;
    AuditOptions options =
        new AuditOptions(
            Math.max(1, randomLies),
            usual.ascents(),
            usual.steps(),
            Math.max(
                usual.largestSize(),
                2 * truth.groups().stream().mapToLong(Group::size).max().orElse(1)),
            usual.tolerance());
    List<Property> properties = new ArrayList<>();
    properties.add(incentives(new IncentiveAudit<>(mechanism, options), truth, seeds));
    properties.add(participation(mechanism, truth, options.tolerance()));
    for (int i = 0; i < truth.size(); i++) {
      properties.add(monotonicity(mechanism, truth, i));
    }
    return properties;
  }

  private static <R extends TrainingRule> Property incentives(
      IncentiveAudit<R> audit, ReportProfile truth, Seeds seeds) {
    String name = "Truth is each group's best report";
    return switch (audit.audit(truth, LieScope.BOTH, seeds.stream("incentives"))) {
      case Verdict.Certified<IncentiveAudit.Certificate, IncentiveAudit.ProfitableLie> certified ->
          new Property(
              name,
              true,
              "%,d lies about rewards and sizes, by chance and by gradient ascent: the best wins %s. %s"
                  .formatted(
                      certified.certificate().lies(),
                      GameAuditReport.signed(certified.certificate().largestGain()),
                      claim(certified.certificate().claim())));
      case Verdict.Refuted<IncentiveAudit.Certificate, IncentiveAudit.ProfitableLie> refuted ->
          new Property(name, false, lie(refuted.counterexample().best()));
    };
  }

  private static String lie(Deviation best) {
    return "%s wins %s by reporting %s and size %d instead of %s and size %d (found by %s)."
        .formatted(
            best.truth().name(),
            GameAuditReport.signed(best.gain()),
            best.report().reward(),
            best.report().size(),
            best.truth().reward(),
            best.truth().size(),
            best.strategy());
  }

  private static String claim(IncentiveClaim claim) {
    return switch (claim) {
      case IncentiveClaim.Exact exact -> "Proved: " + exact.source() + ".";
      case IncentiveClaim.Bounded bounded -> "Bounded: " + bounded.certificate() + ".";
      case IncentiveClaim.Broken broken -> "Known to be broken: " + broken.reason() + ".";
      case IncentiveClaim.Unknown unknown -> "Not proved: " + unknown.advice() + ".";
    };
  }

  private static <R extends TrainingRule> Property participation(
      Mechanism<R> mechanism, ReportProfile truth, double tolerance) {
    String name = "Nobody loses by taking part";
    return switch (ParticipationAudit.audit(mechanism, truth, tolerance)) {
      case Verdict.Certified<ParticipationAudit.Certificate, ParticipationAudit.Loser> certified ->
          new Property(
              name,
              true,
              String.format(
                  Locale.ROOT,
                  "The least utility is %.6f.",
                  certified.certificate().leastUtility()));
      case Verdict.Refuted<ParticipationAudit.Certificate, ParticipationAudit.Loser> refuted ->
          new Property(
              name,
              false,
              String.format(
                  Locale.ROOT,
                  "%s has %.6f: %s.",
                  refuted.counterexample().group().name(),
                  refuted.counterexample().group().utility(),
                  refuted.counterexample().reason()));
    };
  }

  /** On types from flat to extreme and of other sizes. */
  private static <R extends TrainingRule> Property monotonicity(
      Mechanism<R> mechanism, ReportProfile truth, int group) {
    String name = "Some payment makes truth best for " + truth.group(group).name();
    List<Group> types =
        new ArrayList<>(
            GainProfile.ofExaggeration(mechanism, truth, group, LARGEST_EXAGGERATION, TYPES / 2)
                .points()
                .stream()
                .map(GainProfile.Point::report)
                .collect(Collectors.toList()));
    for (long size = 1; size <= TYPES / 2; size++) {
      types.add(truth.group(group).withSize(size));
    }
    return switch (CycleMonotonicity.check(mechanism.rule(), truth, group, types, 1e-10)) {
      case Verdict.Certified<CycleMonotonicity.Certificate, CycleMonotonicity.Violation>
              certified ->
          new Property(
              name,
              true,
              "No cycle through %d reports is negative; the least has the mean %s."
                  .formatted(
                      certified.certificate().types(),
                      GameAuditReport.signed(certified.certificate().least().mean())));
      case Verdict.Refuted<CycleMonotonicity.Certificate, CycleMonotonicity.Violation> refuted ->
          new Property(name, false, refuted.counterexample().explanation() + ".");
    };
  }
}
