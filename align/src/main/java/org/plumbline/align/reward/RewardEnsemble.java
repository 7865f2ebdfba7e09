package org.plumbline.align.reward;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.score.Aggregator;
import org.plumbline.core.score.EnsembleScore;
import org.plumbline.core.score.Scorer;
import org.plumbline.lm.tensor.Scope;

/**
 * Several reward models whose scores become one: the prediction ensemble.
 *
 * <p>Any reward models do. Those of one run share what lies below their trained layers, and it is
 * computed once for all of them.
 */
public final class RewardEnsemble implements Scorer {
  private final List<RewardModel> members;
  private final Aggregator aggregator;

  /** An ensemble of these members, which stay the caller's to close. */
  public RewardEnsemble(List<RewardModel> members, Aggregator aggregator) {
    require(!members.isEmpty(), "an ensemble needs at least one member (got none)");
    this.members = List.copyOf(members);
    this.aggregator = aggregator;
  }

  @Override
  public double[] score(List<Exchange> exchanges) {
    return rows(exchanges).stream().mapToDouble(EnsembleScore::aggregate).toArray();
  }

  /** The exchanges in their order, each with the normalised score of every member. */
  public List<EnsembleScore> rows(List<Exchange> exchanges) {
    double[][] scores = memberScores(exchanges);
    List<EnsembleScore> rows = new ArrayList<>(exchanges.size());
    for (int i = 0; i < exchanges.size(); i++) {
      double[] row = new double[members.size()];
      for (int m = 0; m < row.length; m++) {
        row[m] = members.get(m).normaliser().apply(scores[m][i]);
      }
      rows.add(EnsembleScore.of(exchanges.get(i), row, aggregator));
    }
    return rows;
  }

  /**
   * The same scores times the mean standard deviation of the members' raw ones, so that differences
   * are about log-odds that a text is preferred, as with {@link RewardModel#raw()}; the order of
   * texts is that of {@link #score}.
   */
  public Scorer logOdds() {
    double scale =
        members.stream()
            .mapToDouble(member -> member.normaliser().standardDeviation())
            .average()
            .orElseThrow();
    return exchanges -> Arrays.stream(score(exchanges)).map(value -> scale * value).toArray();
  }

  /** Raw scores, [members, exchanges]. */
  private double[][] memberScores(List<Exchange> exchanges) {
    double[][] scores = new double[members.size()][exchanges.size()];
    Map<Below, List<Integer>> groups = new LinkedHashMap<>();
    for (int m = 0; m < members.size(); m++) {
      groups.computeIfAbsent(Below.of(members.get(m)), below -> new ArrayList<>()).add(m);
    }
    groups.forEach((below, group) -> scoreGroup(below, group, exchanges, scores));
    return scores;
  }

  private void scoreGroup(
      Below below, List<Integer> group, List<Exchange> exchanges, double[][] scores) {
    if (exchanges.isEmpty()) {
      return;
    }
    RewardModel first = members.get(group.getFirst());
    List<int[]> texts = RewardModel.encode(first.encoder(), exchanges);
    try (LowerLayers lower = LowerLayers.computed(first.trunk(), texts, below.layers)) {
      for (int[] part : LengthBatches.of(lower.lengths())) {
        float[][] values =
            Scope.inference(
                () -> {
                  LowerLayers.Batch batch = lower.batch(part);
                  return group.stream()
                      .map(m -> members.get(m).raw(batch, below.layers, 0).toFloats())
                      .toArray(float[][]::new);
                });
        for (int g = 0; g < values.length; g++) {
          int member = group.get(g);
          float[] ofMember = values[g];
          IntStream.range(0, part.length)
              .forEach(i -> scores[member][part[i]] = RewardModel.finite(ofMember[i], part[i]));
        }
      }
    }
  }

  /**
   * What members must have in common to share a computation: the start, the tokens, and how far
   * down they were trained.
   */
  private record Below(String start, String encoder, int layers) {
    static Below of(RewardModel model) {
      int layers =
          model.lineage().trainedLayers() > model.trunk().layers() ? 0 : model.firstTrainedLayer();
      // Trained embeddings are nobody else's.
      String start =
          model.lineage().trainedLayers() > model.trunk().layers()
              ? model.hash()
              : model.lineage().start();
      return new Below(start, model.encoder().hash(), layers);
    }
  }
}
