package org.plumbline.core.report;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a second gold reward says of the same texts: each arm against the initial policy, by the
 * same paired test, corrected by Holm among themselves.
 *
 * @param comparisons one for each arm
 */
record SecondOpinion(List<Comparison> comparisons) {

  public SecondOpinion {
    comparisons = List.copyOf(comparisons);
  }

  /**
   * The opinion; none if an arm has no second gold reward.
   *
   * @param initial of the initial policy, {@code [seeds, prompts]}
   */
  static Optional<SecondOpinion> of(double[][] initial, List<ArmOutcome> arms) {
    List<Comparison> comparisons = new ArrayList<>();
    for (ArmOutcome arm : arms) {
      double[][] rewards = arm.secondGold();
      if (rewards == null) {
        return Optional.empty();
      }
      comparisons.add(Comparisons.of(arm.arm().label(), rewards, "the initial policy", initial));
    }
    return Optional.of(new SecondOpinion(Comparisons.corrected(comparisons)));
  }

  /** One sentence for the headline. */
  String sentence() {
    return "By the second gold reward the policy %s."
        .formatted(comparisons.stream().map(SecondOpinion::change).collect(joining("; ")));
  }

  private static String change(Comparison c) {
    return "against %s %s"
        .formatted(
            c.first(),
            switch (c.finding()) {
              case MORE -> "gained " + Effect.of(c, 1, "", Effect.INTERVAL);
              case LESS -> "lost " + Effect.of(c, -1, "", Effect.INTERVAL);
              case UNCERTAIN, NO_DIFFERENCE ->
                  "changed by " + Effect.of(c, 1, "", Effect.INTERVAL) + ", which is not sure";
              case SAME -> "stayed as it was";
              case TOO_FEW -> "has too few %s to tell".formatted(c.unit());
            });
  }
}
