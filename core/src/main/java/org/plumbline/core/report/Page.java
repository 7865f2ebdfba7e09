package org.plumbline.core.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.report.Assets.Script;

/**
 * Fills the page's template; what is text is escaped by the engine, what is data is JSON that
 * cannot end its element.
 */
final class Page {

  /** What the template names; each component is a tag in it. */
  record View(
      String title,
      String policy,
      String style,
      List<Script> scripts,
      String json,
      List<String> headline,
      List<String> details,
      List<ComparisonRow> comparisons,
      List<Toggle> arms,
      GoldReward gold,
      Summary curves,
      Summary frontier,
      Summary accuracies,
      Summary calibration,
      Summary agreements,
      Summary diagnostics,
      boolean samples,
      List<Run> runs,
      List<String> notes) {}

  record ComparisonRow(
      String first,
      String second,
      String difference,
      String interval,
      String p,
      String smallest,
      String units,
      String finding) {}

  record Toggle(int index, String label, String kind) {}

  /** A chart's words; the chart is left out if there are none. */
  record Summary(List<String> sentences) {
    boolean any() {
      return !sentences.isEmpty();
    }
  }

  record PhaseRow(String name, String time, String speed, String memory) {}

  record Run(RunFacts facts, List<PhaseRow> phases, String total) {}

  private Page() {}

  static String render(PageData.Encoded encoded, Report full) {
    List<Script> scripts = Assets.scripts(Assets.POLICIES);
    View view =
        new View(
            full.title(),
            Assets.policy(scripts),
            Assets.style(),
            scripts,
            encoded.json(),
            full.verdict().headline().stream().map(Page::unbroken).toList(),
            full.verdict().details().stream().map(Page::unbroken).toList(),
            full.verdict().comparisons().stream().map(Page::row).toList(),
            toggles(full.arms()),
            full.gold(),
            new Summary(Summaries.curves(full)),
            new Summary(Summaries.frontier(full)),
            new Summary(Summaries.accuracies(full)),
            new Summary(Summaries.calibration(full)),
            new Summary(Summaries.agreements(full)),
            new Summary(
                full.arms().stream()
                        .flatMap(arm -> arm.curves().stream())
                        .flatMap(curve -> curve.points().stream())
                        .allMatch(point -> point.diagnostics().isEmpty())
                    ? List.of()
                    : Summaries.diagnostics(full)),
            !full.samples().isEmpty(),
            full.runs().stream().map(Page::run).toList(),
            encoded.data().notes());
    return Assets.template("page").execute(view);
  }

  /** A number and its sign for per cent stay on one line. */
  private static String unbroken(String sentence) {
    return sentence.replace(" %", "\u00a0%");
  }

  private static List<Toggle> toggles(List<Arm> arms) {
    return IntStream.range(0, arms.size())
        .mapToObj(
            i -> {
              Arm arm = arms.get(i);
              String kind = arm.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
              return new Toggle(i, Summaries.capital(arm.label()), kind);
            })
        .toList();
  }

  private static ComparisonRow row(Comparison c) {
    Double low = c.low();
    Double high = c.high();
    Double difference = c.difference();
    Double half = low == null || high == null ? null : (Double) ((high - low) / 2);
    return new ComparisonRow(
        Summaries.capital(c.first()),
        c.second(),
        difference == null ? "none" : Digits.of(difference, half),
        low == null || high == null
            ? "unknown"
            : Digits.of(low, half) + " to " + Digits.of(high, half),
        p(c.p()) + (c.adjustedP() == null ? "" : " (" + p(c.adjustedP()) + ")"),
        c.smallest() == null ? "unknown" : Digits.of(c.smallest(), c.smallest()),
        c.units() + " " + c.unit(),
        switch (c.finding()) {
          case MORE -> "more";
          case LESS -> "less";
          case UNCERTAIN -> "not sure after correction";
          case NO_DIFFERENCE -> "no difference seen";
          case SAME -> "the same";
          case TOO_FEW -> "too few to tell";
        });
  }

  private static String p(@Nullable Double p) {
    return p == null ? "none" : Digits.p(p).replace("p = ", "").replace("p ", "");
  }

  static Run run(RunFacts facts) {
    double total = facts.phases().stream().mapToDouble(RunFacts.Phase::seconds).sum();
    return new Run(facts, facts.phases().stream().map(Page::phase).toList(), time(total));
  }

  private static PhaseRow phase(RunFacts.Phase phase) {
    Double speed = phase.tokensPerSecond();
    Double memory = phase.peakMemoryMib();
    return new PhaseRow(
        phase.name(),
        time(phase.seconds()),
        speed == null ? "" : String.format(Locale.ROOT, "%,.0f", speed),
        memory == null ? "" : String.format(Locale.ROOT, "%,.0f", memory));
  }

  static String time(double seconds) {
    if (seconds < 60) {
      return Digits.plain(Math.round(seconds * 10) / 10.0) + " s";
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? "%d min %02d s".formatted(whole / 60, whole % 60)
        : "%d h %02d min".formatted(whole / 3600, whole % 3600 / 60);
  }
}
