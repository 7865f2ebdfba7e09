package org.plumbline.cli.evaluate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.plumbline.cli.metric.SystemScores;
import org.plumbline.cli.metric.SystemScores.Difference;
import org.plumbline.cli.metric.SystemScores.Score;
import org.plumbline.core.metric.ComparedTexts;
import org.plumbline.core.metric.MetricTable;
import org.plumbline.core.metric.TextMetric;
import org.plumbline.core.stats.Estimate;
import org.plumbline.core.stats.Holm;
import org.plumbline.core.stats.Power;
import org.plumbline.distill.judge.Dimension;
import org.plumbline.distill.judge.ProbeResult;

/**
 * Arms side by side: text metrics against the references, a judge's grades, what length takes away,
 * and whether each arm differs from the first one.
 *
 * <p>All arms are compared on the questions that every arm has answered.
 *
 * @param questions that were asked
 * @param common those that every arm has answered
 * @param arms the figures of each, in order
 * @param probe what the judge says to answers of which it is known which is better
 */
public record ArmComparison(int questions, int common, List<Figures> arms, Probe probe) {

  /**
   * One arm.
   *
   * @param outcomes how many answers have each outcome
   * @param metrics against the references, over the common questions
   * @param grades the judge's columns; a mean that is missing is absent
   * @param dimensions mean grades by dimension
   * @param parsing how many judgements could be read
   * @param against the first arm; empty for that one
   */
  public record Figures(
      String label,
      String model,
      boolean prompted,
      Map<String, Long> outcomes,
      List<Score> metrics,
      Map<ArmGrades.Column, Mean> grades,
      Map<String, Double> dimensions,
      String parsing,
      List<Versus> against) {}

  /** A mean with its interval at 95 %. */
  public record Mean(double value, double low, double high, long items) {
    static Mean of(Estimate estimate) {
      return new Mean(estimate.value(), estimate.low(), estimate.high(), estimate.count());
    }
  }

  /**
   * How an arm differs from the first.
   *
   * @param holmP corrected for all figures of the arm that are tested
   * @param smallestEffect that such a comparison sees in four of five cases
   * @param verdict {@code higher}, {@code lower} or {@code no difference seen}
   */
  public record Versus(
      String figure,
      double difference,
      double low,
      double high,
      double p,
      double holmP,
      double smallestEffect,
      String verdict) {}

  /** Whether the judge can be trusted, in a sentence; null if that was not measured. */
  public record Probe(@Nullable String standing, String sentence) {
    static Probe of(@Nullable ProbeResult result, String otherwise) {
      return result == null
          ? new Probe(null, otherwise)
          : new Probe(result.standing().name(), result.sentence());
    }
  }

  /** An arm's answers and grades, before they are compared. */
  record Judged(ArmAnswers answers, ArmGrades grades) {}

  /** Places of the questions that every arm has answered. */
  static int[] common(List<ArmAnswers> arms) {
    int questions = arms.getFirst().answers().size();
    return IntStream.range(0, questions)
        .filter(i -> arms.stream().allMatch(arm -> arm.answers().get(i).usable()))
        .toArray();
  }

  /**
   * Compares.
   *
   * @param arms with grades of the common questions, in the order of {@code places}
   * @param places of the common questions
   */
  static ArmComparison of(
      List<Judged> arms,
      int[] places,
      List<TextMetric> metrics,
      SystemScores scoring,
      List<Dimension> dimensions,
      Probe probe) {
    List<MetricTable> tables =
        arms.stream().map(arm -> new MetricTable(metrics, texts(arm, places))).toList();
    List<Figures> figures = new ArrayList<>();
    for (int a = 0; a < arms.size(); a++) {
      Judged arm = arms.get(a);
      ArmAnswers answers = arm.answers();
      figures.add(
          new Figures(
              answers.arm().label(),
              answers.arm().model(),
              !answers.arm().system().isEmpty(),
              answers.outcomes(),
              scoring.of(tables.get(a), new int[0]),
              means(arm.grades()),
              arm.grades().dimensions(dimensions),
              arm.grades().parsing().sentence(),
              a == 0
                  ? List.of()
                  : against(
                      scoring.of(tables.get(a), tables.getFirst(), new int[0]).differences(),
                      arm.grades(),
                      arms.getFirst().grades())));
    }
    int questions = arms.getFirst().answers().answers().size();
    return new ArmComparison(questions, places.length, figures, probe);
  }

  private static List<ComparedTexts> texts(Judged arm, int[] places) {
    return arm.answers().at(places).stream()
        .map(answer -> new ComparedTexts(answer.answer(), List.of(answer.reference())))
        .toList();
  }

  private static Map<ArmGrades.Column, Mean> means(ArmGrades grades) {
    Map<ArmGrades.Column, Mean> means = new EnumMap<>(ArmGrades.Column.class);
    for (ArmGrades.Column column : ArmGrades.Column.values()) {
      grades.mean(column).map(Mean::of).ifPresent(mean -> means.put(column, mean));
    }
    return means;
  }

  /** All figures are tested at once, so that one of many does not differ by chance. */
  private static List<Versus> against(List<Difference> metrics, ArmGrades grades, ArmGrades first) {
    List<Versus> found = new ArrayList<>();
    for (Difference each : metrics) {
      found.add(
          new Versus(
              "%s, %s".formatted(each.metric(), each.of()),
              each.difference(),
              each.low(),
              each.high(),
              each.randomizationP(),
              Double.NaN,
              each.smallestEffect(),
              ""));
    }
    for (ArmGrades.Column column : ArmGrades.Column.values()) {
      grades
          .less(first, column)
          .ifPresent(
              versus -> {
                Estimate estimate = versus.difference();
                found.add(
                    new Versus(
                        column.label(),
                        estimate.value(),
                        estimate.low(),
                        estimate.high(),
                        versus.p(),
                        Double.NaN,
                        Power.DEFAULT.smallestPaired(estimate.standardError()),
                        ""));
              });
    }
    double[] holm = Holm.adjusted(found.stream().mapToDouble(Versus::p).toArray());
    return IntStream.range(0, holm.length).mapToObj(i -> decided(found.get(i), holm[i])).toList();
  }

  private static Versus decided(Versus versus, double holm) {
    String verdict =
        holm >= Power.DEFAULT.alpha()
            ? "no difference seen"
            : versus.difference() > 0 ? "higher" : "lower";
    return new Versus(
        versus.figure(),
        versus.difference(),
        versus.low(),
        versus.high(),
        versus.p(),
        holm,
        versus.smallestEffect(),
        verdict);
  }
}
