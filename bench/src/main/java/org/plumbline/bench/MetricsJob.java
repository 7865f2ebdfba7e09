package org.plumbline.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.plumbline.core.data.Preference;
import org.plumbline.core.metric.AnswerMatch;
import org.plumbline.core.metric.Bleu;
import org.plumbline.core.metric.ComparedTexts;
import org.plumbline.core.metric.MetricName;
import org.plumbline.core.metric.MetricTable;
import org.plumbline.core.metric.TextMetric;
import org.plumbline.core.metric.Tokenization;
import org.plumbline.core.stats.Bootstrap;
import org.plumbline.core.stats.RandomizationTest;

/** All metrics of many pairs of texts, or the intervals and tests of two systems on them. */
final class MetricsJob implements Job {
  private static final int PAIRS = 10_000;

  /** Words of a generated text, as in a caption. */
  private static final int WORDS = 12;

  /** Of 100 words, those that a generated answer has otherwise. */
  private static final int CHANGED = 25;

  private final int count;
  private final Runnable work;

  /** Keeps the last result, so that no compiler can leave the work out. */
  private double last;

  private MetricsJob(List<ComparedTexts> texts, boolean intervals) {
    this.count = texts.size();
    if (intervals) {
      MetricTable first = new MetricTable(metrics(), texts);
      MetricTable second = new MetricTable(metrics(), answersOfTheNext(texts));
      work = () -> last = compare(first, second);
    } else {
      work = () -> last = scores(new MetricTable(metrics(), texts));
    }
  }

  static MetricsJob scores(Workload workload) {
    return new MetricsJob(texts(workload), false);
  }

  static MetricsJob intervals(Workload workload) {
    return new MetricsJob(texts(workload), true);
  }

  /** The rejected texts against the chosen ones; generated ones if there are none. */
  private static List<ComparedTexts> texts(Workload workload) {
    List<ComparedTexts> texts = new ArrayList<>();
    for (Preference pair : workload.preferences()) {
      if (texts.size() < PAIRS) {
        texts.add(new ComparedTexts(pair.rejected(), List.of(pair.chosen())));
      }
    }
    SplittableRandom random = Workload.SEEDS.stream("texts");
    while (workload.preferences().isEmpty() && texts.size() < PAIRS) {
      texts.add(generated(random));
    }
    return texts;
  }

  private static ComparedTexts generated(SplittableRandom random) {
    List<String> reference = new ArrayList<>();
    List<String> answer = new ArrayList<>();
    for (int i = 0; i < WORDS; i++) {
      reference.add(word(random));
      answer.add(random.nextInt(100) < CHANGED ? word(random) : reference.get(i));
    }
    return new ComparedTexts(
        String.join(" ", answer) + ".", List.of(String.join(" ", reference) + "."));
  }

  /** Few are frequent and most are rare, as in a language. */
  private static String word(SplittableRandom random) {
    int rank = (int) Math.exp(random.nextDouble() * Math.log(5000));
    return Integer.toString(rank * 7919 + 10, Character.MAX_RADIX);
  }

  private static List<ComparedTexts> answersOfTheNext(List<ComparedTexts> texts) {
    List<ComparedTexts> others = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      others.add(
          i % 20 == 0
              ? new ComparedTexts(
                  texts.get((i + 1) % texts.size()).text(), texts.get(i).references())
              : texts.get(i));
    }
    return others;
  }

  private static List<TextMetric> metrics() {
    var choices =
        new MetricName.Choices(
            Tokenization.MTEVAL_13A,
            Tokenization.ROUGE,
            Bleu.Smoothing.HALVING,
            AnswerMatch.SQUAD,
            "1");
    return Arrays.stream(MetricName.values()).map(name -> name.metric(choices)).toList();
  }

  private static List<ToDoubleFunction<double[]>> figures(MetricTable table) {
    return table.figures().stream().map(MetricTable.Figure::of).toList();
  }

  private static double scores(MetricTable table) {
    double[] sums = table.statistics().total();
    return figures(table).stream().mapToDouble(figure -> figure.applyAsDouble(sums)).sum();
  }

  private static double compare(MetricTable first, MetricTable second) {
    double width =
        Bootstrap.DEFAULT
            .ofSums(
                first.statistics().beside(second.statistics()),
                figures(first),
                Workload.SEEDS.stream("bootstrap"))
            .getFirst()
            .estimate()
            .halfWidth();
    return width
        + new RandomizationTest(2000)
            .p(
                first.statistics(),
                second.statistics(),
                figures(first),
                Workload.SEEDS.stream("randomization"))[0];
  }

  double last() {
    return last;
  }

  @Override
  public String unit() {
    return "pairs";
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public double run() {
    return Job.seconds(work);
  }

  @Override
  public void close() {}
}
