package org.plumbline.mechanism.training;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plumbline.mechanism.Reward;

/**
 * What makes a welfare maximiser an affine one (Roberts 1979): public weights of groups and a
 * reward of the provider's own. They must be fixed before any report.
 *
 * @param multipliers mu of groups by name; 1 for a group that is not named
 * @param offset c, added to the aggregate reward; null for none
 */
public record AffineWeights(Map<String, Double> multipliers, @Nullable Reward offset) {
  /** Weight 1 for all, and no offset: the rule of the paper. */
  public static final AffineWeights NONE = new AffineWeights(Map.of(), null);

  public AffineWeights {
    multipliers = Map.copyOf(multipliers);
    multipliers.forEach(
        (group, weight) ->
            unless(
                weight > 0 && Double.isFinite(weight),
                "the weight of group '%s' is a finite number above 0 (got %s)",
                group,
                weight));
  }

  /** mu of a group. */
  public double of(String group) {
    return multipliers.getOrDefault(group, 1.0);
  }
}
