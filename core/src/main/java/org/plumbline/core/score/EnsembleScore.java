package org.plumbline.core.score;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.plumbline.core.data.Exchange;

/**
 * All that is known of one scored text, in one row that no sorting can tear apart.
 *
 * @param exchange what was scored
 * @param members the score of each member
 * @param aggregate the one score made of them
 * @param gold the gold reward, where it was measured
 */
public record EnsembleScore(
    Exchange exchange, List<Double> members, double aggregate, OptionalDouble gold) {

  public EnsembleScore {
    members = List.copyOf(members);
  }

  /** The row of a text without gold. */
  public static EnsembleScore of(Exchange exchange, double[] members, Aggregator aggregator) {
    return new EnsembleScore(
        exchange,
        Arrays.stream(members).boxed().toList(),
        aggregator.combine(members),
        OptionalDouble.empty());
  }

  /** The same row with the gold reward. */
  public EnsembleScore withGold(double reward) {
    return new EnsembleScore(exchange, members, aggregate, OptionalDouble.of(reward));
  }
}
