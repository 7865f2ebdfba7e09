package org.plumbline.cli.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.plumbline.cli.frame.Progress;
import org.plumbline.core.stats.Estimate;
import org.plumbline.core.stats.HypothesisTest;
import org.plumbline.distill.judge.Dimension;
import org.plumbline.distill.judge.Grading;
import org.plumbline.distill.judge.Judge;
import org.plumbline.distill.judge.JudgedAnswer;
import org.plumbline.distill.judge.LengthPenalty;
import org.plumbline.distill.judge.LengthUnit;
import org.plumbline.distill.judge.ParseRate;
import org.plumbline.distill.llm.InOrder;

/**
 * What a judge gives to an arm's answers, and what length takes away: Equation 1 of CourseGPT-zh,
 * for each answer, then the mean. What the judge did not grade is missing.
 *
 * @param gradings one for each answer
 * @param penalties of the same answers, in points
 */
public record ArmGrades(List<Grading> gradings, double[] penalties) {

  /** The columns of the paper's Tables 2 and 3. */
  public enum Column {
    /** The judge's comprehensive grade. */
    JUDGE("judge"),
    /** What length takes away. */
    PENALTY("length penalty"),
    /** The one less the other. */
    COMPREHENSIVE("comprehensive");

    private final String label;

    Column(String label) {
      this.label = label;
    }

    /** As tables call it. */
    public String label() {
      return label;
    }
  }

  static ArmGrades of(
      List<ArmAnswer> answers,
      Judge judge,
      LengthPenalty penalty,
      LengthUnit unit,
      InOrder order,
      Progress progress) {
    List<Grading> gradings = new ArrayList<>();
    order.run(
        answers.iterator(),
        answer ->
            judge.grade(
                new JudgedAnswer(
                    answer.id(), answer.question(), answer.reference(), answer.answer())),
        grading -> {
          gradings.add(grading);
          progress.at(gradings.size(), "");
        });
    double[] penalties =
        answers.stream()
            .mapToDouble(
                answer -> penalty.of(unit.of(answer.answer()), unit.of(answer.reference())))
            .toArray();
    return new ArmGrades(gradings, penalties);
  }

  /** How many judgements could be read. */
  ParseRate parsing() {
    return ParseRate.of(gradings.stream());
  }

  /** A column's value of each answer; not a number where the judge gave no grade. */
  double[] values(Column column) {
    ToDoubleFunction<Integer> value =
        i -> {
          double grade = gradings.get(i).comprehensive().orElse(Double.NaN);
          return switch (column) {
            case JUDGE -> grade;
            case PENALTY -> Double.isNaN(grade) ? Double.NaN : penalties[i];
            case COMPREHENSIVE -> grade - penalties[i];
          };
        };
    return IntStream.range(0, gradings.size()).mapToDouble(value::applyAsDouble).toArray();
  }

  /** The mean of a column over the graded answers; nothing for fewer than two. */
  Optional<Estimate> mean(Column column) {
    double[] graded = Arrays.stream(values(column)).filter(value -> !Double.isNaN(value)).toArray();
    return graded.length < 2 ? Optional.empty() : Optional.of(Estimate.mean(graded));
  }

  /** Mean grades of the dimensions by their keys, of those graded. */
  Map<String, Double> dimensions(List<Dimension> dimensions) {
    Map<String, Double> means = new LinkedHashMap<>();
    for (Dimension dimension : dimensions) {
      gradings.stream()
          .flatMapToDouble(grading -> grading.dimension(dimension.key()).stream())
          .average()
          .ifPresent(mean -> means.put(dimension.key(), mean));
    }
    return means;
  }

  /** This less the other, of the answers that both have a grade for; nothing for fewer than two. */
  Optional<Versus> less(ArmGrades other, Column column) {
    double[] here = values(column);
    double[] there = other.values(column);
    int[] both =
        IntStream.range(0, here.length)
            .filter(i -> !Double.isNaN(here[i]) && !Double.isNaN(there[i]))
            .toArray();
    if (both.length < 2) {
      return Optional.empty();
    }
    double[] a = IntStream.of(both).mapToDouble(i -> here[i]).toArray();
    double[] b = IntStream.of(both).mapToDouble(i -> there[i]).toArray();
    double[] differences = IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray();
    return Optional.of(new Versus(Estimate.mean(differences), p(a, b, differences)));
  }

  /** Grades are few whole numbers: differences may all be equal, and then there is no t. */
  private static double p(double[] a, double[] b, double[] differences) {
    if (Arrays.stream(differences).distinct().count() > 1) {
      return HypothesisTest.pairedT(a, b).p();
    }
    return differences[0] == 0 ? 1 : 0;
  }

  /** A paired difference and its p-value. */
  record Versus(Estimate difference, double p) {}
}
