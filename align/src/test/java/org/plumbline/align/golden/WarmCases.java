package org.plumbline.align.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.plumbline.core.data.LabelCorruption;
import org.plumbline.core.data.Preference;
import org.plumbline.core.math.Baklava;
import org.plumbline.core.math.Moments;
import org.plumbline.core.score.Aggregator;
import org.plumbline.core.stats.PairAccuracy;
import org.plumbline.core.stats.PairAccuracy.Ties;
import org.plumbline.core.weights.WeightAverage;
import org.plumbline.testkit.CloseAssertions;
import org.plumbline.testkit.GoldenCase;
import org.plumbline.testkit.GoldenSuite;

/** What belongs to weight-averaged reward models. */
final class WarmCases {
  private WarmCases() {}

  static void register(GoldenSuite suite) {
    suite
        .handle("label_corruption", "swap_listed_indices", WarmCases::corrupt)
        .handle("baklava", "cyclic_assignment", WarmCases::assign)
        .handle("lmc_curve", "tanh_mlp_greaterEqual", WarmCases::curve)
        .handle("wa_vs_ens", "linear_model_identical", WarmCases::linear)
        .handle("wa_vs_ens", "second_order_gap_tanh", WarmCases::gap);
  }

  private static Object corrupt(GoldenCase c) {
    List<String> chosen = c.texts("chosen");
    List<String> rejected = c.texts("rejected");
    List<Preference> preferences = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      preferences.add(new Preference("", chosen.get(i), rejected.get(i)));
    }
    LabelCorruption corruption = LabelCorruption.at(preferences.size(), c.integers("flip"));
    List<Preference> swapped = corruption.apply(preferences);
    return Map.of(
        "chosen", swapped.stream().map(Preference::chosen).toList(),
        "rejected", swapped.stream().map(Preference::rejected).toList(),
        "corrupted", corruption.corrupted(),
        "clean", corruption.clean());
  }

  private static Object assign(GoldenCase c) {
    int[] checkpoints = c.integers("sftCheckpoints");
    Baklava baklava = new Baklava(checkpoints.length);
    return IntStream.range(0, c.integer("members"))
        .map(member -> checkpoints[baklava.checkpointOf(member)])
        .toArray();
  }

  /** Accuracy along the line between two members, of the average and of the ensemble. */
  private static Object curve(GoldenCase c) {
    Network first = Network.of(c, "phi1");
    Network second = Network.of(c, "phi2");
    double[][] chosen = c.matrix("chosen");
    double[][] rejected = c.matrix("rejected");
    double start = accuracy(first::score, chosen, rejected);
    double end = accuracy(second::score, chosen, rejected);
    Map<String, List<Double>> curve = new TreeMap<>();
    for (double t : c.vector("lambdas")) {
      WeightAverage line = WeightAverage.sum(1 - t, t);
      Network average = first.averaged(second, line);
      ToDoubleFunction<double[]> ensemble =
          x ->
              line.ofDoubles(
                      List.of(new double[] {first.score(x)}, new double[] {second.score(x)}))[0];
      add(curve, "wa", accuracy(average::score, chosen, rejected));
      add(curve, "ens", accuracy(ensemble, chosen, rejected));
      add(curve, "diag", (1 - t) * start + t * end);
      add(curve, "waMeanMargin", margin(average::score, chosen, rejected));
      add(curve, "ensMeanMargin", margin(ensemble, chosen, rejected));
    }
    return curve;
  }

  private static void add(Map<String, List<Double>> curve, String key, double value) {
    curve.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
  }

  private static double accuracy(
      ToDoubleFunction<double[]> scorer, double[][] chosen, double[][] rejected) {
    return PairAccuracy.of(scores(scorer, chosen), scores(scorer, rejected), Ties.RIGHT);
  }

  private static double margin(
      ToDoubleFunction<double[]> scorer, double[][] chosen, double[][] rejected) {
    return Moments.of(scores(scorer, chosen)).mean() - Moments.of(scores(scorer, rejected)).mean();
  }

  private static double[] scores(ToDoubleFunction<double[]> scorer, double[][] inputs) {
    return Arrays.stream(inputs).mapToDouble(scorer).toArray();
  }

  /** r(x) = v tanh(W x + b), its parameters in one array: W by rows, b, v. */
  private record Network(List<Double> parameters, int inputs, int units) {

    static Network of(GoldenCase c, String name) {
      JsonNode phi = c.in().get(name);
      double[][] w = GoldenCase.matrix(phi.get("W"));
      List<Double> all = new ArrayList<>();
      Arrays.stream(w).flatMapToDouble(Arrays::stream).forEach(all::add);
      Arrays.stream(GoldenCase.vector(phi.get("b"))).forEach(all::add);
      Arrays.stream(GoldenCase.vector(phi.get("v"))).forEach(all::add);
      return new Network(all, w[0].length, w.length);
    }

    Network averaged(Network other, WeightAverage average) {
      double[] result = average.ofDoubles(List.of(array(parameters), array(other.parameters)));
      return new Network(Arrays.stream(result).boxed().toList(), inputs, units);
    }

    double score(double[] x) {
      double score = 0;
      for (int unit = 0; unit < units; unit++) {
        double sum = parameters.get(units * inputs + unit);
        for (int i = 0; i < inputs; i++) {
          sum += parameters.get(unit * inputs + i) * x[i];
        }
        score += parameters.get(units * inputs + units + unit) * Math.tanh(sum);
      }
      return score;
    }

    private static double[] array(List<Double> values) {
      return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  /** For a linear model the score of the average is the average of the scores. */
  private static Object linear(GoldenCase c) {
    List<double[]> members = List.of(c.matrix("weights"));
    double[] x = c.vector("x");
    double average = dot(WeightAverage.uniform(members.size()).ofDoubles(members), x);
    double ensemble =
        new Aggregator.Mean().combine(members.stream().mapToDouble(w -> dot(w, x)).toArray());
    CloseAssertions.assertClose(ensemble, average);
    return Map.of("value", average);
  }

  /** For r = tanh(w x) the two differ in second order: minus half the mean of d H d. */
  private static Object gap(GoldenCase c) {
    List<double[]> members = List.of(c.matrix("weights"));
    double[] x = c.vector("x");
    double[] average = WeightAverage.uniform(members.size()).ofDoubles(members);
    double t = Math.tanh(dot(average, x));
    double ensemble =
        new Aggregator.Mean()
            .combine(members.stream().mapToDouble(w -> Math.tanh(dot(w, x))).toArray());
    double curvature = -2 * t * (1 - t * t);
    double secondOrder =
        members.stream()
            .mapToDouble(w -> -0.5 * curvature * Math.pow(dot(w, x) - dot(average, x), 2))
            .average()
            .orElseThrow();
    return Map.of("wa", t, "ens", ensemble, "gap", t - ensemble, "secondOrder", secondOrder);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
