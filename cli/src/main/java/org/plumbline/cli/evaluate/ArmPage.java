package org.plumbline.cli.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.plumbline.cli.evaluate.ArmComparison.Figures;
import org.plumbline.cli.evaluate.ArmComparison.Mean;
import org.plumbline.cli.evaluate.ArmComparison.Versus;
import org.plumbline.cli.metric.SystemScores.Score;
import org.plumbline.core.report.ChartPage;
import org.plumbline.core.report.ChartPage.Figure;
import org.plumbline.core.report.ChartPage.Section;
import org.plumbline.core.report.ChartPage.Table;
import org.plumbline.core.report.Drawing;

/** Arms side by side as a page and as text: the counterparts of CourseGPT-zh's Tables 1 to 3. */
final class ArmPage {
  /** Answers that are shown of each arm. */
  private static final int SHOWN = 6;

  private static final int LONGEST = 600;

  private ArmPage() {}

  static ChartPage of(ArmComparison found, List<ArmAnswers> answers) {
    List<Section> sections = new ArrayList<>();
    sections.add(
        new Section(
            "Against the references",
            List.of(
                "BLEU and GLEU are of the whole corpus, ROUGE is the mean of the answers. Higher is nearer to the reference's words, not better."),
            List.of(bars(found)),
            List.of(metrics(found))));
    sections.add(
        new Section(
            "By the judge",
            List.of(
                found.probe().sentence(),
                "The length penalty is 0 for answers that are no longer than the reference; comprehensive is the judge's grade less the penalty."),
            List.of(),
            List.of(grades(found))));
    if (found.arms().size() > 1) {
      sections.add(
          new Section(
              "Against %s".formatted(found.arms().getFirst().label()),
              List.of(
                  "Differences on the same questions; p by approximate randomisation for metrics and by a paired t test for grades, corrected over all figures of an arm (Holm)."),
              List.of(),
              found.arms().stream().skip(1).map(ArmPage::against).toList()));
    }
    sections.add(
        new Section(
            "Some answers",
            List.of("The first questions, in the order of the file."),
            List.of(),
            List.of(samples(answers))));
    return new ChartPage("Course assistants compared", headline(found), sections, notes(found));
  }

  private static List<String> headline(ArmComparison found) {
    List<String> said = new ArrayList<>();
    said.add(
        "%d arms answered %d questions; figures are of the %d that all have answered."
            .formatted(found.arms().size(), found.questions(), found.common()));
    for (Figures arm : found.arms().subList(1, found.arms().size())) {
      List<Versus> seen =
          arm.against().stream().filter(v -> !v.verdict().equals("no difference seen")).toList();
      said.add(
          seen.isEmpty()
              ? "%s: no difference from %s was seen in any figure."
                  .formatted(arm.label(), found.arms().getFirst().label())
              : "%s beside %s: %s."
                  .formatted(
                      arm.label(),
                      found.arms().getFirst().label(),
                      seen.stream()
                          .map(v -> "%s %s (%s)".formatted(v.figure(), v.verdict(), signed(v)))
                          .collect(Collectors.joining("; "))));
    }
    // Grades of a judge at chance mislead: that must not wait until the table of grades.
    said.add(found.probe().sentence());
    return said;
  }

  private static Figure bars(ArmComparison found) {
    List<Score> first = headlines(found.arms().getFirst());
    List<Drawing.Series> series = new ArrayList<>();
    List<String> summary = new ArrayList<>();
    for (int a = 0; a < found.arms().size(); a++) {
      List<Score> scores = headlines(found.arms().get(a));
      series.add(
          new Drawing.Series(
              found.arms().get(a).label(), a, scores.stream().mapToDouble(Score::value).toArray()));
      summary.add(
          "%s: %s."
              .formatted(
                  found.arms().get(a).label(),
                  scores.stream()
                      .map(s -> "%s %s".formatted(s.metric(), number(s.value())))
                      .collect(Collectors.joining(", "))));
    }
    return new Figure(
        "How near the answers are to the references",
        summary,
        new Drawing.Bars("score, from 0 to 1", first.stream().map(Score::metric).toList(), series));
  }

  /** One figure of each metric: its corpus score if it has one, else the mean. */
  private static List<Score> headlines(Figures arm) {
    return arm.metrics().stream()
        .filter(
            score ->
                score.of().equals("corpus")
                    || arm.metrics().stream()
                        .noneMatch(
                            other ->
                                other.metric().equals(score.metric())
                                    && other.of().equals("corpus")))
        .toList();
  }

  private static Table metrics(ArmComparison found) {
    List<String> head = new ArrayList<>(List.of("Arm"));
    headlines(found.arms().getFirst()).forEach(score -> head.add(score.metric()));
    return new Table(
        "Text metrics",
        head,
        found.arms().stream()
            .map(
                arm -> {
                  List<String> row = new ArrayList<>(List.of(arm.label()));
                  headlines(arm).forEach(score -> row.add(number(score.value())));
                  return row;
                })
            .toList(),
        1);
  }

  private static Table grades(ArmComparison found) {
    List<String> dimensions =
        found.arms().stream()
            .flatMap(arm -> arm.dimensions().keySet().stream())
            .distinct()
            .toList();
    List<String> head = new ArrayList<>(List.of("Arm"));
    dimensions.forEach(key -> head.add(key.replace('_', ' ')));
    for (ArmGrades.Column column : ArmGrades.Column.values()) {
      head.add(column.label());
    }
    return new Table(
        "Grades, with intervals at 95 %",
        head, found.arms().stream().map(arm -> gradesOf(arm, dimensions)).toList(), 1);
  }

  private static List<String> gradesOf(Figures arm, List<String> dimensions) {
    List<String> row = new ArrayList<>(List.of(arm.label()));
    for (String key : dimensions) {
      Double mean = arm.dimensions().get(key);
      row.add(mean == null ? "missing" : String.format(Locale.ROOT, "%.2f", mean));
    }
    for (ArmGrades.Column column : ArmGrades.Column.values()) {
      Mean mean = arm.grades().get(column);
      row.add(
          mean == null
              ? "missing"
              : String.format(
                  Locale.ROOT, "%.2f (%.2f to %.2f)", mean.value(), mean.low(), mean.high()));
    }
    return row;
  }

  private static Table against(Figures arm) {
    return new Table(
        arm.label(),
        List.of("Figure", "Difference", "95 % interval", "p (Holm)", "Smallest seen", "Verdict"),
        arm.against().stream()
            .map(
                v ->
                    List.of(
                        v.figure(),
                        signed(v),
                        "%s to %s".formatted(number(v.low()), number(v.high())),
                        String.format(Locale.ROOT, "%.3f", v.holmP()),
                        number(v.smallestEffect()),
                        v.verdict()))
            .toList(),
        1);
  }

  private static Table samples(List<ArmAnswers> arms) {
    List<List<String>> rows = new ArrayList<>();
    int count = Math.min(SHOWN, arms.getFirst().answers().size());
    for (int i = 0; i < count; i++) {
      ArmAnswer first = arms.getFirst().answers().get(i);
      rows.add(List.of(first.question(), "reference", shortened(first.reference())));
      for (ArmAnswers arm : arms) {
        ArmAnswer answer = arm.answers().get(i);
        String cut = answer.outcome().equals("answered") ? "" : " [" + answer.outcome() + "]";
        rows.add(List.of("", arm.arm().label(), shortened(answer.answer()) + cut));
      }
    }
    return new Table("Answers", List.of("Question", "By", "Text"), rows, 3);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " ...";
  }

  private static List<String> notes(ArmComparison found) {
    List<String> notes = new ArrayList<>();
    for (Figures arm : found.arms()) {
      notes.add(
          "%s: %s%s; %s. %s"
              .formatted(
                  arm.label(),
                  arm.model(),
                  arm.prompted() ? " with a role prompt" : "",
                  outcomes(arm.outcomes()),
                  arm.parsing()));
    }
    for (Score score : headlines(found.arms().getFirst())) {
      notes.add("%s: %s.".formatted(score.metric(), score.signature()));
    }
    return notes;
  }

  private static String outcomes(Map<String, Long> outcomes) {
    return outcomes.entrySet().stream()
        .map(each -> "%d %s".formatted(each.getValue(), each.getKey()))
        .collect(Collectors.joining(", "));
  }

  /** The same for a terminal. */
  static String text(ArmComparison found) {
    StringBuilder text = new StringBuilder();
    headline(found).forEach(line -> text.append(line).append('\n'));
    for (Table table : List.of(metrics(found), grades(found))) {
      text.append('\n');
      rows(text, table);
    }
    return text.toString().stripTrailing();
  }

  private static void rows(StringBuilder text, Table table) {
    List<List<String>> all = new ArrayList<>(List.of(table.head()));
    all.addAll(table.rows());
    int[] widths = new int[table.head().size()];
    for (List<String> row : all) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    for (List<String> row : all) {
      for (int c = 0; c < widths.length; c++) {
        text.append(("%" + (c == 0 ? "-" : "") + widths[c] + "s  ").formatted(row.get(c)));
      }
      text.append('\n');
    }
  }

  private static String signed(Versus versus) {
    return String.format(Locale.ROOT, "%+.4g", versus.difference());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
