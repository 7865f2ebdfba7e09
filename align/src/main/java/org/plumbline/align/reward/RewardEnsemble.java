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
  private final Map<SharedLayers, List<Integer>> groups = new LinkedHashMap<>();

  /** An ensemble of these members, which stay the caller's to close. */
  public RewardEnsemble(List<RewardModel> members, Aggregator aggregator) {
    require(!members.isEmpty(), "an ensemble needs at least one member (got none)");
    this.members = List.copyOf(members);
    this.aggregator = aggregator;
    for (int m = 0; m < members.size(); m++) {
      groups.computeIfAbsent(SharedLayers.of(members.get(m)), key -> new ArrayList<>()).add(m);
    }
  }

  @Override
  public double[] score(List<Exchange> exchanges) {
    return aggregate(raw(exchanges));
  }

  /** The exchanges in their order, each with the normalised score of every member. */
  public List<EnsembleScore> rows(List<Exchange> exchanges) {
    double[][] raw = raw(exchanges);
    return IntStream.range(0, exchanges.size())
        .mapToObj(i -> EnsembleScore.of(exchanges.get(i), normalised(raw, i), aggregator))
        .toList();
  }

  /**
   * What {@link #score} gives, from raw scores that are known.
   *
   * @param raw what {@link #raw} gave, [members, exchanges]
   */
  private double[] aggregate(double[][] raw) {
    return IntStream.range(0, raw[0].length)
        .mapToDouble(i -> aggregator.combine(normalised(raw, i)))
        .toArray();
  }

  private double[] normalised(double[][] raw, int exchange) {
    return IntStream.range(0, members.size())
        .mapToDouble(m -> members.get(m).normaliser().apply(raw[m][exchange]))
        .toArray();
  }

  /**
   * The ensemble's scores times the mean standard deviation of the members' raw ones, so that
   * differences are about log-odds that a text is preferred, as with {@link RewardModel#raw()}; the
   * order of texts is that of {@link #score}.
   *
   * @param raw what {@link #raw} gave, [members, exchanges]
   */
  public double[] logOdds(double[][] raw) {
    double scale =
        members.stream()
            .mapToDouble(member -> member.normaliser().standardDeviation())
            .average()
            .orElseThrow();
    return Arrays.stream(aggregate(raw)).map(value -> scale * value).toArray();
  }

  /** Scores of every member before its normaliser, [members, exchanges]. */
  public double[][] raw(List<Exchange> exchanges) {
    double[][] scores = new double[members.size()][exchanges.size()];
    if (!exchanges.isEmpty()) {
      groups.forEach((shared, group) -> scoreGroup(shared.layers(), group, exchanges, scores));
    }
    return scores;
  }

  private void scoreGroup(
      int layers, List<Integer> group, List<Exchange> exchanges, double[][] scores) {
    RewardModel first = members.get(group.getFirst());
    List<int[]> texts = first.encode(exchanges);
    try (LowerLayers lower = LowerLayers.computed(first.trunk(), texts, layers)) {
      for (int[] part : LengthBatches.of(lower.lengths())) {
        float[][] values =
            Scope.inference(
                () -> {
                  LowerLayers.Batch batch = lower.batch(part);
                  return group.stream()
                      .map(m -> members.get(m).raw(batch, layers, 0).toFloats())
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
}
