package org.plumbline.core.metric;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.plumbline.core.stats.SufficientStatistics;

/**
 * What all metrics are computed from, for each text of a corpus: counts that add up, and the score
 * of the text alone.
 *
 * <p>A sample of the texts has its corpus scores by the sums of their rows, so that a bootstrap
 * never takes a mean of texts for a score of the corpus.
 */
public final class MetricTable {
  private final List<TextMetric> metrics;
  private final Map<RowCounts, Integer> places = new LinkedHashMap<>();
  private final int scoresAt;
  private final SufficientStatistics statistics;

  /**
   * Computes it, on all processors.
   *
   * @param texts at least one
   */
  public MetricTable(List<TextMetric> metrics, List<ComparedTexts> texts) {
    require(!texts.isEmpty(), "metrics need at least one text (got none)");
    this.metrics = List.copyOf(metrics);
    int at = 1;
    for (TextMetric metric : metrics) {
      if (metric.corpus().isPresent() && !places.containsKey(metric.corpus().get().counts())) {
        places.put(metric.corpus().get().counts(), at);
        at += metric.corpus().get().counts().width();
      }
    }
    scoresAt = at;
    statistics =
        SufficientStatistics.of(
            IntStream.range(0, texts.size())
                .parallel()
                .mapToObj(i -> row(new TextCounts(texts.get(i))))
                .toArray(double[][]::new));
  }

  /** 1, then the counts, then the scores. */
  private double[] row(TextCounts texts) {
    double[] row = new double[scoresAt + metrics.size()];
    row[0] = 1;
    places.forEach(
        (counts, at) -> System.arraycopy(texts.counts(counts), 0, row, at, counts.width()));
    for (int m = 0; m < metrics.size(); m++) {
      row[scoresAt + m] = metrics.get(m).single().score().applyAsDouble(texts);
    }
    return row;
  }

  /** The numbers, to be drawn and added. */
  public SufficientStatistics statistics() {
    return statistics;
  }

  /** Scores of one text, in the order of the metrics. */
  public double[] scores(int row) {
    double[] all = statistics.unit(row);
    return Arrays.copyOfRange(all, scoresAt, all.length);
  }

  /** A figure of many texts. */
  public enum Level {
    /** By the metric's own definition for a corpus. */
    CORPUS,
    /** The mean of the texts' scores. */
    MEAN
  }

  /**
   * A number that a report shows.
   *
   * @param metric whose
   * @param level of what
   * @param of the number, from sums of {@link #statistics}
   */
  public record Figure(TextMetric metric, Level level, ToDoubleFunction<double[]> of) {

    /** The definition with all its choices. */
    public String signature() {
      return switch (level) {
        case CORPUS -> metric.corpus().orElseThrow().signature();
        case MEAN -> "mean of " + metric.single().signature();
      };
    }
  }

  /** All figures: a metric's corpus score first, if it has one, then the mean of its scores. */
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    for (int m = 0; m < metrics.size(); m++) {
      TextMetric metric = metrics.get(m);
      int column = scoresAt + m;
      metric.corpus().ifPresent(corpus -> figures.add(ofCorpus(metric, corpus)));
      figures.add(new Figure(metric, Level.MEAN, sums -> sums[column] / sums[0]));
    }
    return figures;
  }

  private Figure ofCorpus(TextMetric metric, TextMetric.Corpus corpus) {
    int from = places.getOrDefault(corpus.counts(), 0);
    int to = from + corpus.counts().width();
    return new Figure(
        metric,
        Level.CORPUS,
        sums -> corpus.score().applyAsDouble(Arrays.copyOfRange(sums, from, to)));
  }
}
