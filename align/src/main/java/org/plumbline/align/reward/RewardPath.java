package org.plumbline.align.reward;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.plumbline.core.data.Preference;
import org.plumbline.core.stats.Estimate;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * Accuracy along the straight line between two reward models in weight space.
 *
 * <p>WARM, observation 1: for fine-tunings of one start it lies nowhere below the line between the
 * accuracies of the two ends (linear mode connectivity, equation 2).
 */
public final class RewardPath {
  private RewardPath() {}

  /**
   * One point of the line.
   *
   * @param share of the second model, from 0 to 1
   * @param accuracy of the interpolated model
   * @param chord what the straight line between the accuracies of the ends has there
   */
  public record Point(double share, Estimate accuracy, double chord) {}

  /**
   * Measures the line from one model to another.
   *
   * @param points how many points, the two ends among them; at least 2
   * @throws org.plumbline.core.error.InvalidInputException if the models differ in shape or tokens
   */
  public static List<Point> between(
      RewardModel from, RewardModel to, List<Preference> pairs, int points) {
    require(points >= 2, "a line is measured at two points at least (got %d)", points);
    require(
        from.encoder().hash().equals(to.encoder().hash()),
        "there is no line between these two reward models: their tokenizers differ");
    List<Estimate> measured = new ArrayList<>();
    try (RewardModel start = from.whole();
        RewardModel end = to.whole();
        RewardModel between = from.whole()) {
      require(
          start.allParameters().keySet().equals(end.allParameters().keySet()),
          "there is no line between these two reward models: their tensors differ");
      for (int i = 0; i < points; i++) {
        interpolate(between, start, end, (double) i / (points - 1));
        measured.add(RewardEvaluation.of("path", PairScores.of(between.raw(), pairs)).accuracy());
      }
    }
    List<Point> path = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      double share = (double) i / (points - 1);
      double chord = (1 - share) * measured.getFirst().value() + share * measured.getLast().value();
      path.add(new Point(share, measured.get(i), chord));
    }
    return path;
  }

  private static void interpolate(
      RewardModel into, RewardModel from, RewardModel to, double share) {
    Map<String, Tensor> start = from.allParameters();
    Map<String, Tensor> end = to.allParameters();
    Scope.withoutGradients(
        () ->
            into.allParameters()
                .forEach(
                    (name, tensor) -> {
                      Tensor first = start.get(name);
                      Tensor second = end.get(name);
                      if (first != null && second != null) {
                        tensor.copyFrom(first).lerpInPlace(second, share);
                      }
                    }));
  }
}
