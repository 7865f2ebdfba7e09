package org.plumbline.core.report;

import java.util.List;
import java.util.stream.IntStream;
import org.plumbline.core.report.Assets.Script;
import org.plumbline.core.report.LearningCurve.Point;

/** Fills the template of a report on trainings. */
final class TrainingPage {
  private static final int MOST_POINTS = 1000;

  /** What the template names; each component is a tag in it. */
  record View(
      String title,
      String policy,
      String style,
      List<Script> scripts,
      String json,
      List<String> headline,
      List<Page.Toggle> arms,
      List<Row> rows,
      List<Page.Run> runs,
      List<String> notes) {}

  /** A training's losses. */
  record Row(
      String name,
      String updates,
      String first,
      String last,
      String heldOutFirst,
      String heldOutLowest,
      String heldOutLast,
      String perplexity) {}

  /** What the scripts read. */
  record Data(TrainingReport report) {}

  private TrainingPage() {}

  static String render(TrainingReport report) {
    List<LearningCurve> drawn =
        report.arms().stream().map(curve -> curve.thinned(MOST_POINTS)).toList();
    List<Script> scripts = Assets.scripts(Assets.TRAININGS);
    View view =
        new View(
            report.title(),
            Assets.policy(scripts),
            Assets.style(),
            scripts,
            ReportJson.page(new Data(new TrainingReport(report.title(), drawn, List.of()))),
            report.headline(),
            toggles(report.arms()),
            report.arms().stream().map(TrainingPage::row).toList(),
            report.runs().stream().map(Page::run).toList(),
            drawn.equals(report.arms())
                ? List.of()
                : List.of(
                    "Of each curve about %,d points are drawn; the JSON file beside this page has all."
                        .formatted(MOST_POINTS)));
    return Assets.template("training").execute(view);
  }

  private static List<Page.Toggle> toggles(List<LearningCurve> arms) {
    return IntStream.range(0, arms.size())
        .mapToObj(i -> new Page.Toggle(i, arms.get(i).label(), "training"))
        .toList();
  }

  private static Row row(LearningCurve curve) {
    List<Point> evaluated = curve.evaluated();
    String none = "none";
    boolean held = !evaluated.isEmpty();
    Point lowest = held ? TrainingSentences.lowest(evaluated) : curve.points().getLast();
    double last = held ? TrainingSentences.heldOut(evaluated.getLast()) : Double.NaN;
    return new Row(
        curve.label(),
        "%,d".formatted(curve.lastStep()),
        Digits.plain(curve.tenth(true)),
        Digits.plain(curve.tenth(false)),
        held ? at(evaluated.getFirst()) : none,
        held ? at(lowest) : none,
        held ? Digits.plain(last) : none,
        held ? Digits.plain(Math.exp(last)) : none);
  }

  private static String at(Point point) {
    return "%s (step %,d)".formatted(Digits.plain(TrainingSentences.heldOut(point)), point.step());
  }
}
