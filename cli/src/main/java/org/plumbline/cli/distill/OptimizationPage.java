package org.plumbline.cli.distill;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.plumbline.core.report.ChartPage;
import org.plumbline.core.report.ChartPage.Figure;
import org.plumbline.core.report.ChartPage.Section;
import org.plumbline.core.report.ChartPage.Table;
import org.plumbline.core.report.Drawing;
import org.plumbline.core.stats.Estimate;
import org.plumbline.distill.budget.SpendingReceipt;
import org.plumbline.distill.judge.LengthBias;
import org.plumbline.distill.judge.ParseRate;
import org.plumbline.distill.judge.ProbeKind;
import org.plumbline.distill.judge.ProbeResult;
import org.plumbline.distill.optimize.Candidate;
import org.plumbline.distill.optimize.Candidate.Origin;
import org.plumbline.distill.optimize.Optimization;
import org.plumbline.distill.optimize.Optimization.Compared;
import org.plumbline.distill.optimize.Optimization.Measured;
import org.plumbline.distill.optimize.Stop;

/**
 * The page of a search for a prompt: what was won, the tree of prompts, the judge, the cost.
 *
 * @param quality of the judge; empty if no model judged answers
 * @param scoring what a score is, a sentence
 * @param notes whatever else a reader must know before the result means anything
 */
public record OptimizationPage(
    Optimization found,
    Optional<JudgeQuality> quality,
    SpendingReceipt receipt,
    String scoring,
    List<String> notes) {

  /**
   * How far the judge can be trusted.
   *
   * @param parsing of the probe and of the search
   */
  public record JudgeQuality(ParseRate parsing, ProbeResult probe, LengthBias length) {}

  /** The page. */
  public ChartPage page() {
    return new ChartPage(
        "Search for a prompt",
        headline(),
        Stream.of(
                Stream.of(best(), rounds(), heldOut(), new PromptTree(found).section()),
                quality.map(OptimizationPage::judge).stream(),
                Stream.of(cost()))
            .flatMap(sections -> sections)
            .toList(),
        List.of(
            scoring
                + " A missing score is missing: it counts for nothing, and the coverage shows it.",
            "The best prompt was chosen by its score in the search, so that score is too high; the one on the held-out items is not."));
  }

  /** What was won, in a few sentences. */
  public List<String> headline() {
    List<String> said = new ArrayList<>();
    found.comparisons().forEach(compared -> said.add(compared.verdict().sentence()));
    if (found.comparisons().isEmpty()) {
      said.add("No prompt was found that is better than the first one.");
    }
    long written = found.candidates().stream().filter(c -> c.origin() != Origin.START).count();
    if (found.best().origin() == Origin.START && written > 0) {
      said.add(
          "The best prompt is a starting one: none of the %d that the model wrote was better."
              .formatted(written));
    }
    if (found.stop().reason() != Stop.Reason.FINISHED) {
      said.add("The search ended early: " + found.stop().message());
    }
    said.addAll(notes);
    quality.ifPresent(of -> said.add(of.probe().sentence()));
    return said;
  }

  private Section best() {
    Candidate first = found.candidates().getFirst();
    return new Section(
        "The prompt",
        List.of(
            "Best, %s: %s".formatted(found.best().id(), found.best().text()),
            "First, %s: %s".formatted(first.id(), first.text())),
        List.of(),
        List.of());
  }

  private Section rounds() {
    List<double[]> best = new ArrayList<>();
    List<double[]> mean = new ArrayList<>();
    for (Optimization.Round round : found.rounds()) {
      best.add(new double[] {round.iteration(), round.bestScore()});
      if (Double.isFinite(round.meanScore())) {
        mean.add(new double[] {round.iteration(), round.meanScore()});
      }
    }
    Optimization.Round start = found.rounds().getFirst();
    Optimization.Round last = found.rounds().getLast();
    return new Section(
        "Rounds",
        List.of(
            "The best until each round, and the mean of the prompts that were new in it, on the items of the search."),
        List.of(
            new Figure(
                "Score by round",
                List.of(
                    "The best starting prompt has %s, the best after round %d has %s."
                        .formatted(
                            number(start.bestScore()), last.iteration(), number(last.bestScore()))),
                new Drawing.Lines(
                    "round",
                    "score",
                    List.of(
                        new Drawing.Line("best until then", 0, false, best),
                        new Drawing.Line("mean of the new ones", 1, true, mean))))),
        List.of());
  }

  private Section heldOut() {
    List<List<String>> rows = new ArrayList<>();
    for (Measured measured : found.heldOut()) {
      Candidate candidate = found.candidate(measured.prompt());
      rows.add(
          List.of(
              role(candidate),
              number(candidate.score()),
              measured.score().map(e -> number(e.value())).orElse("none"),
              measured.score().map(OptimizationPage::interval).orElse("none"),
              number(measured.graded()),
              number(measured.penalty()),
              "" + measured.missing()));
    }
    List<List<String>> differences = new ArrayList<>();
    for (Compared compared : found.comparisons()) {
      differences.add(
          List.of(
              "%s less %s".formatted(found.best().id(), compared.other()),
              compared.difference().map(e -> number(e.value())).orElse("not tested"),
              compared.difference().map(OptimizationPage::interval).orElse("none"),
              number(compared.smallest()),
              "" + compared.items()));
    }
    List<Table> tables = new ArrayList<>();
    tables.add(
        new Table(
            "Scores with 95 % intervals; beside them the score that the search saw",
            List.of(
                "Prompt", "In the search", "Held out", "Interval", "Grade", "Penalty", "Missing"),
            rows,
            1));
    if (!differences.isEmpty()) {
      tables.add(
          new Table(
              "Differences on the same held-out items; interval by paired bootstrap, 95 %",
              List.of(
                  "Difference",
                  "Mean",
                  "Interval",
                  "Smallest that 4 of 5 such trials would see",
                  "Items"),
              differences,
              1));
    }
    if (!found.selection().isEmpty()) {
      tables.add(selection());
    }
    return new Section(
        "On items that the search never saw",
        List.of(
            "How much of the score in the search was luck shows in the step from the first column to the second."),
        List.of(),
        tables);
  }

  private Table selection() {
    List<List<String>> rows = new ArrayList<>();
    for (Measured measured : found.selection()) {
      rows.add(
          List.of(
              role(found.candidate(measured.prompt())),
              number(found.candidate(measured.prompt()).score()),
              measured.score().map(e -> number(e.value())).orElse("none"),
              measured.score().map(OptimizationPage::interval).orElse("none"),
              "" + measured.missing()));
    }
    return new Table(
        "Scores on the items of the selection, by which the best was chosen among the finalists",
        List.of("Prompt", "In the search", "Selection", "Interval", "Missing"),
        rows,
        1);
  }

  private static Section judge(JudgeQuality quality) {
    List<List<String>> rows = new ArrayList<>();
    for (ProbeKind kind : ProbeKind.values()) {
      rows.add(probeRow(kind.label(), quality.probe().count(kind)));
    }
    rows.add(probeRow("all, one voice for each question", quality.probe().count()));
    return new Section(
        "How far to trust the judge",
        List.of(
            quality.parsing().sentence(),
            quality.length().sentence(),
            "The probe puts a person's answer beside one that is known to be worse. The reference is the person's answer itself, so the examination is an easy one: a judge that fails it cannot be used, one that passes may still be a poor one."),
        List.of(),
        List.of(
            new Table(
                "Known better answers against known worse ones; exact 95 % intervals",
                List.of(
                    "Worse answer", "Right", "Tied", "Wrong", "Missing", "Share right", "Interval"),
                rows,
                1)));
  }

  private static List<String> probeRow(String name, ProbeResult.Count count) {
    Optional<Estimate> share = count.share();
    return List.of(
        name,
        "" + count.right(),
        "" + count.tied(),
        "" + count.wrong(),
        "" + count.missing(),
        share.map(s -> number(s.value())).orElse("none"),
        share.map(OptimizationPage::interval).orElse("none"));
  }

  private Section cost() {
    List<List<String>> rows = new ArrayList<>();
    receipt
        .models()
        .forEach(
            model ->
                rows.add(
                    List.of(
                        model.model(),
                        "%,d".formatted(model.calls()),
                        "%,d".formatted(model.cached()),
                        "%,d".formatted(model.promptTokens()),
                        "%,d".formatted(model.completionTokens()),
                        String.format(Locale.ROOT, "%.4f %s", model.cost(), receipt.currency()))));
    return new Section(
        "Calls and cost",
        List.of(
            "Foreseen were at most %,d calls besides those of a probe; %,d were made, answers from the cache included."
                .formatted(found.plan().total(), found.spending().calls())),
        List.of(),
        List.of(
            new Table(
                "By model, of this process",
                List.of(
                    "Model", "Calls", "From the cache", "Tokens read", "Tokens written", "Cost"),
                rows,
                1)));
  }

  private boolean isBest(Candidate candidate) {
    return candidate.id().equals(found.best().id());
  }

  private String role(Candidate candidate) {
    if (isBest(candidate)) {
      return candidate.id() + ", the best";
    }
    if (candidate.equals(found.candidates().getFirst())) {
      return candidate.id() + ", the first starting prompt";
    }
    return candidate.origin() == Origin.START
        ? candidate.id() + ", a starting prompt"
        : candidate.id();
  }

  private static String interval(Estimate estimate) {
    return number(estimate.low()) + " to " + number(estimate.high());
  }

  static String number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : "none";
  }

  static String number(double value) {
    return Double.isFinite(value)
        ? String.format(Locale.ROOT, "%.2f", value).replace('-', '\u2212')
        : "none";
  }
}
