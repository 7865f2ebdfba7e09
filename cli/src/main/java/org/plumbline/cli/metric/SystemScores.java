package org.plumbline.cli.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.plumbline.core.metric.MetricTable;
import org.plumbline.core.metric.MetricTable.Figure;
import org.plumbline.core.metric.MetricTable.Level;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.stats.Bootstrap;
import org.plumbline.core.stats.Bootstrap.Resampled;
import org.plumbline.core.stats.Estimate;
import org.plumbline.core.stats.Holm;
import org.plumbline.core.stats.Power;
import org.plumbline.core.stats.RandomizationTest;
import org.plumbline.core.stats.SufficientStatistics;

/**
 * Figures of one system with intervals, or of two with their differences, all by the same draws.
 *
 * @param bootstrap how the intervals are drawn
 * @param test how systems are exchanged
 * @param seeds where the chance comes from
 */
public record SystemScores(Bootstrap bootstrap, RandomizationTest test, Seeds seeds) {

  /**
   * A number of a system.
   *
   * @param metric its name
   * @param of {@code corpus} or {@code mean of texts}
   * @param signature the definition with all its choices
   */
  public record Score(
      String metric,
      String of,
      double value,
      double low,
      double high,
      double standardError,
      String signature) {
    static Score of(Figure figure, Estimate estimate) {
      return new Score(
          figure.metric().name(),
          figure.level() == Level.CORPUS ? "corpus" : "mean of texts",
          estimate.value(),
          estimate.low(),
          estimate.high(),
          estimate.standardError(),
          figure.signature());
    }
  }

  /**
   * How two systems differ in a metric: the corpus score if there is one, else the mean of texts.
   *
   * @param difference of the first less the second
   * @param bootstrapP of the paired bootstrap
   * @param randomizationP of approximate randomisation
   * @param holmP the latter, corrected for all metrics
   * @param smallestEffect that such a comparison sees in four of five cases
   * @param verdict better, worse, or no difference seen
   */
  public record Difference(
      String metric,
      String of,
      double difference,
      double low,
      double high,
      double bootstrapP,
      double randomizationP,
      double holmP,
      double smallestEffect,
      String verdict) {}

  /**
   * What two systems came to.
   *
   * @param first its figures
   * @param second its figures
   * @param differences one for each metric
   */
  public record Both(List<Score> first, List<Score> second, List<Difference> differences) {}

  /** Figures of one system. */
  public List<Score> of(MetricTable table, int[] clusters) {
    List<Figure> figures = table.figures();
    List<Resampled> drawn =
        bootstrap.ofSums(
            units(table, clusters),
            figures.stream().map(Figure::of).toList(),
            seeds.stream("bootstrap"));
    return scores(figures, drawn);
  }

  /** Figures of two systems on the same texts. */
  public Both of(MetricTable first, MetricTable second, int[] clusters) {
    SufficientStatistics a = units(first, clusters);
    SufficientStatistics b = units(second, clusters);
    List<Figure> figures = first.figures();
    List<Figure> tested = headlines(figures);
    List<ToDoubleFunction<double[]>> wanted = new ArrayList<>();
    figures.forEach(figure -> wanted.add(figure.of()));
    figures.forEach(figure -> wanted.add(ofSecond(figure, a.width())));
    tested.forEach(
        figure -> {
          ToDoubleFunction<double[]> other = ofSecond(figure, a.width());
          wanted.add(sums -> figure.of().applyAsDouble(sums) - other.applyAsDouble(sums));
        });
    List<Resampled> drawn = bootstrap.ofSums(a.beside(b), wanted, seeds.stream("bootstrap"));
    double[] p =
        test.p(a, b, tested.stream().map(Figure::of).toList(), seeds.stream("randomization"));
    int n = figures.size();
    return new Both(
        scores(figures, drawn.subList(0, n)),
        scores(figures, drawn.subList(n, 2 * n)),
        differences(tested, drawn.subList(2 * n, drawn.size()), p));
  }

  private static SufficientStatistics units(MetricTable table, int[] clusters) {
    return clusters.length == 0 ? table.statistics() : table.statistics().clustered(clusters);
  }

  private static ToDoubleFunction<double[]> ofSecond(Figure figure, int width) {
    return sums -> figure.of().applyAsDouble(Arrays.copyOfRange(sums, width, sums.length));
  }

  /** The corpus score of each metric that has one, else its mean. */
  private static List<Figure> headlines(List<Figure> figures) {
    return figures.stream()
        .filter(each -> each.level() == Level.CORPUS || each.metric().corpus().isEmpty())
        .toList();
  }

  private static List<Score> scores(List<Figure> figures, List<Resampled> drawn) {
    List<Score> scores = new ArrayList<>();
    for (int i = 0; i < figures.size(); i++) {
      scores.add(Score.of(figures.get(i), drawn.get(i).estimate()));
    }
    return scores;
  }

  private List<Difference> differences(List<Figure> tested, List<Resampled> drawn, double[] p) {
    double[] holm = Holm.adjusted(p);
    List<Difference> differences = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      Estimate estimate = drawn.get(i).estimate();
      Score score = Score.of(tested.get(i), estimate);
      boolean seen = holm[i] < Power.DEFAULT.alpha();
      differences.add(
          new Difference(
              score.metric(),
              score.of(),
              estimate.value(),
              estimate.low(),
              estimate.high(),
              drawn.get(i).pOfZero(),
              p[i],
              holm[i],
              Power.DEFAULT.smallestPaired(estimate.standardError()),
              seen ? (estimate.value() > 0 ? "better" : "worse") : "no difference seen"));
    }
    return differences;
  }
}
