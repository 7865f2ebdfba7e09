package org.plumbline.cli.game;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.score.Scorer;

/**
 * The sum of the groups' mapped rewards, each times its size: what a policy of the game is trained
 * on.
 *
 * @param groups in their order
 * @param sizes members that count; 0 leaves a group out
 */
record WelfareScorer(List<Scorer> groups, double[] sizes, RewardMap map) implements Scorer {

  @Override
  public double[] score(List<Exchange> exchanges) {
    double[] sum = new double[exchanges.size()];
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] > 0) {
        double size = sizes[i];
        double[] scores = groups.get(i).score(exchanges);
        Arrays.setAll(sum, k -> sum[k] + size * map.apply(scores[k]));
      }
    }
    return sum;
  }

  /** The same for the others. */
  WelfareScorer without(int group) {
    double[] others = sizes.clone();
    others[group] = 0;
    return new WelfareScorer(new ArrayList<>(groups), others, map);
  }
}
