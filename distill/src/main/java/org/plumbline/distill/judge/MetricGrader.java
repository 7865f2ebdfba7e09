package org.plumbline.distill.judge;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.plumbline.core.metric.ComparedTexts;
import org.plumbline.core.metric.TextCounts;
import org.plumbline.core.metric.TextMetric;

/**
 * Grades answers by what they share with a person's answer, for want of a model that can judge.
 *
 * <p>It costs nothing and passes every probe that is made of the reference itself, yet a good
 * answer in other words has a low grade: what it orders is likeness, not truth.
 */
public final class MetricGrader implements Grader {
  private final TextMetric metric;
  private final Scale scale;

  /**
   * A grader.
   *
   * @param metric its score of a text, from 0 to its best, is spread over the scale
   */
  public MetricGrader(TextMetric metric, Scale scale) {
    this.metric = metric;
    this.scale = scale;
  }

  @Override
  public int calls() {
    return 0;
  }

  @Override
  public Grading grade(JudgedAnswer answer) {
    require(
        !answer.reference().isBlank(),
        "a metric grades an answer beside a person's, and '%s' has none; let a model judge",
        answer.id());
    TextMetric.Single single = metric.single();
    double share =
        single
                .score()
                .applyAsDouble(
                    new TextCounts(new ComparedTexts(answer.answer(), List.of(answer.reference()))))
            / single.best();
    String why =
        String.format(Locale.ROOT, "%s %.3f of 1 beside the person's answer", metric.name(), share);
    double grade = scale.low() + (scale.high() - scale.low()) * share;
    return new Grading(
        answer, List.of(new Judgement.Scored(new Scores(Map.of(), grade, why), false, List.of())));
  }
}
