package org.plumbline.cli.game;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.plumbline.cli.game.LedgerRound.Bill;
import org.plumbline.cli.game.LedgerRound.Kind;
import org.plumbline.cli.game.LedgerRound.PromptRow;
import org.plumbline.cli.game.LedgerRound.Report;
import org.plumbline.core.report.ChartPage;
import org.plumbline.core.report.ChartPage.Figure;
import org.plumbline.core.report.ChartPage.Section;
import org.plumbline.core.report.ChartPage.Table;
import org.plumbline.core.report.Drawing;

/** The page of a round: what came out, who pays what, and what lies would have won. */
public final class OutcomePage {
  private static final int MOST_BARS = 24;
  private static final int MOST_PROMPTS = 12;

  private OutcomePage() {}

  /** The page of one round. */
  public static ChartPage of(LedgerRound round) {
    List<Section> sections = new ArrayList<>();
    sections.add(bills(round));
    switch (round.terms().kind()) {
      case LISTED -> {
        sections.add(policies(round));
        sections.add(GamePages.lies(GameAuditReport.curves(new AuditedGame(round))));
      }
      case CANDIDATES -> {
        sections.add(texts(round));
        sections.add(GamePages.lies(GameAuditReport.curves(new AuditedGame(round))));
      }
      case TRAINED -> sections.add(texts(round));
    }
    List<String> notes = new ArrayList<>(List.of(GamePages.terms(round)));
    round
        .provenance()
        .inputs()
        .forEach((name, hash) -> notes.add("Input %s, SHA-256 %s.".formatted(name, hash)));
    return new ChartPage(round.terms().name(), headline(round), sections, notes);
  }

  /** What came out, in two sentences. */
  public static List<String> headline(LedgerRound round) {
    double revenue =
        round.bills().stream().mapToDouble(b -> b.payment() == null ? 0 : b.payment()).sum();
    long refused = round.bills().stream().filter(bill -> bill.refused() != null).count();
    List<String> said = new ArrayList<>();
    said.add(
        String.format(
            Locale.ROOT,
            "%d groups share one model; it is worth %.4g to them and the provider, at a divergence of %.4g from the initial one.",
            round.reports().size(),
            round.outcome().welfare(),
            round.outcome().divergence()));
    said.add(
        refused == 0
            ? String.format(Locale.ROOT, "Together they pay %.4g.", revenue)
            : "For %d of them no payment is named, because the samples do not bear it."
                .formatted(refused));
    return said;
  }

  private static Section bills(LedgerRound round) {
    List<List<String>> rows = new ArrayList<>();
    List<String> names = new ArrayList<>();
    double[] values = new double[round.bills().size()];
    double[] payments = new double[values.length];
    double[] utilities = new double[values.length];
    List<String> summary = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      Bill bill = round.bills().get(i);
      Report report = round.reports().get(i);
      names.add(bill.group());
      values[i] = bill.served() ? report.counted() * bill.value() : 0;
      payments[i] = bill.payment() == null ? 0 : bill.payment();
      utilities[i] = bill.utility() == null ? 0 : bill.utility();
      rows.add(
          List.of(
              bill.group(),
              "%d".formatted(report.size()),
              bill.served() ? "%d".formatted(report.counted()) : "not served",
              GameText.number(bill.value()),
              bill.refused() == null ? GameText.number(bill.payment()) : "refused",
              GameText.interval(bill),
              GameText.number(bill.utility())));
      summary.add(
          bill.refused() == null
              ? String.format(
                  Locale.ROOT, "%s has %.4g, pays %.4g.", bill.group(), values[i], payments[i])
              : bill.group() + ": " + bill.refused() + ".");
    }
    Drawing bars =
        new Drawing.Bars(
            "units of a member's reward",
            names,
            List.of(
                new Drawing.Series("value of the model", 1, values),
                new Drawing.Series("payment", 0, payments),
                new Drawing.Series("utility", 2, utilities)));
    return new Section(
        "Who has what, and pays what",
        List.of(
            "A group pays what its presence takes from the others and from the provider. Its utility is the value of the model to all its members that count, less the payment."),
        List.of(new Figure("Value, payment and utility", summary, bars)),
        List.of(
            new Table(
                "Bills; intervals at 95 %",
                List.of(
                    "Group", "Members", "Counted", "Value each", "Payment", "Interval", "Utility"),
                rows,
                1)));
  }

  private static Section policies(LedgerRound round) {
    List<String> outcomes = round.prompts().getFirst().outcomes();
    List<String> labels = new ArrayList<>();
    List<double[]> policies = new ArrayList<>();
    double[] initial = round.prompts().getFirst().initial();
    if (initial != null) {
      labels.add("initial");
      policies.add(initial);
    }
    labels.add("trained for all");
    policies.add(probabilities(round.outcome().logPolicy()[0]));
    if (round.reports().size() > 1 && round.reports().size() <= 6) {
      AuditedGame game = new AuditedGame(round);
      for (int i = 0; i < round.reports().size(); i++) {
        labels.add("without " + round.reports().get(i).name());
        policies.add(probabilities(game.policyWithout(i)));
      }
    }
    List<Figure> figures = new ArrayList<>();
    if (outcomes.size() == 3) {
      figures.add(triangle(outcomes, labels, policies));
    }
    figures.add(bars(outcomes, labels, policies));
    return new Section(
        "Policies",
        List.of(
            "How often the model gives each outcome: before, for all groups together, and as it would be without one of them. What moves when a group goes away is what the group pays for."),
        figures,
        List.of());
  }

  private static Figure triangle(
      List<String> outcomes, List<String> labels, List<double[]> policies) {
    List<Drawing.Mark> marks = new ArrayList<>();
    for (int p = 0; p < labels.size(); p++) {
      marks.add(new Drawing.Mark(labels.get(p), p, policies.get(p)));
    }
    return new Figure(
        "Policies as points of a triangle",
        List.of("At a corner the model gives that outcome always; in the middle each alike."),
        new Drawing.Triangle(outcomes, marks));
  }

  private static Figure bars(List<String> outcomes, List<String> labels, List<double[]> policies) {
    int[] shown = mostMoved(policies);
    List<Drawing.Series> series = new ArrayList<>();
    List<String> summary = new ArrayList<>();
    for (int p = 0; p < labels.size(); p++) {
      double[] policy = policies.get(p);
      series.add(
          new Drawing.Series(
              labels.get(p), p, Arrays.stream(shown).mapToDouble(k -> policy[k]).toArray()));
      int best = argMax(policy);
      summary.add(
          String.format(
              Locale.ROOT,
              "%s: most often %s, %.3g.",
              labels.get(p),
              outcomes.get(best),
              policy[best]));
    }
    if (shown.length < outcomes.size()) {
      summary.add(
          "Of %d outcomes the %d are shown that moved most."
              .formatted(outcomes.size(), shown.length));
    }
    return new Figure(
        "Probability of each outcome",
        summary,
        new Drawing.Bars(
            "probability", Arrays.stream(shown).mapToObj(outcomes::get).toList(), series));
  }

  /** All outcomes in their order if they are few, else those whose probability moved most. */
  private static int[] mostMoved(List<double[]> policies) {
    int count = policies.getFirst().length;
    double[] first = policies.getFirst();
    double[] trained = policies.get(Math.min(1, policies.size() - 1));
    return IntStream.range(0, count)
        .boxed()
        .sorted(Comparator.comparingDouble(k -> -Math.abs(trained[k] - first[k])))
        .limit(count <= MOST_BARS ? count : MOST_BARS)
        .sorted()
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static Section texts(LedgerRound round) {
    List<List<String>> rows = new ArrayList<>();
    for (int x = 0; x < Math.min(MOST_PROMPTS, round.prompts().size()); x++) {
      PromptRow prompt = round.prompts().get(x);
      double[] log = round.outcome().logPolicy()[x];
      boolean drawn = round.terms().kind() == Kind.CANDIDATES;
      int at = drawn ? round.outcome().drawn()[x] : 0;
      rows.add(
          List.of(
              prompt.prompt(),
              prompt.outcomes().get(at),
              drawn ? String.format(Locale.ROOT, "%.3g", Math.exp(log[at]) * log.length) : "",
              rewards(round, x, at)));
    }
    boolean candidates = round.terms().kind() == Kind.CANDIDATES;
    return new Section(
        "What the model now writes",
        List.of(
            candidates
                ? "For each prompt the candidate that was drawn, and how many times as likely it is as under the initial policy."
                : "For each prompt the first sample of the trained policy."),
        List.of(),
        List.of(
            new Table(
                "%d of %d prompts".formatted(rows.size(), round.prompts().size()),
                List.of("Prompt", "Text", candidates ? "Times as likely" : "", "Rewards"),
                rows,
                4)));
  }

  private static String rewards(LedgerRound round, int prompt, int outcome) {
    List<String> parts = new ArrayList<>();
    for (Report report : round.reports()) {
      parts.add(
          String.format(Locale.ROOT, "%s %.2f", report.name(), report.rewards()[prompt][outcome]));
    }
    return String.join(", ", parts);
  }

  private static double[] probabilities(double[] log) {
    return Arrays.stream(log).map(Math::exp).toArray();
  }

  private static int argMax(double[] values) {
    int best = 0;
    for (int k = 1; k < values.length; k++) {
      best = values[k] > values[best] ? k : best;
    }
    return best;
  }
}
