package org.plumbline.align.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import org.plumbline.core.math.ExponentialMovingAverage;
import org.plumbline.core.math.GradientClipping;
import org.plumbline.core.math.LearningRateSchedule;
import org.plumbline.testkit.GoldenCase;
import org.plumbline.testkit.GoldenSuite;

/** Moving averages, gradient clipping, learning rates. */
final class OptimizerCases {
  private OptimizerCases() {}

  static void register(GoldenSuite suite) {
    suite
        .handle("ema", "paper_init_theta0", c -> average(c, c.vector("theta0"), Form.PLAIN))
        .handle(
            "ema",
            "warmup_num_updates(torch_ema default)",
            c -> average(c, c.vector("theta0"), Form.WARMED_UP))
        .handle(
            "ema",
            "zero_init_debiased",
            c -> average(c, new double[c.matrix("thetas")[0].length], Form.DEBIASED))
        .handle(
            "clip_global_norm",
            "torch_eps1e-6",
            c -> clip(c, GradientClipping.torch(c.number("maxNorm"))))
        .handle(
            "clip_global_norm", "exact", c -> clip(c, new GradientClipping(c.number("maxNorm"), 0)))
        .handle("lr_schedule", OptimizerCases::rates);
  }

  private enum Form {
    PLAIN,
    WARMED_UP,
    DEBIASED
  }

  private static Object average(GoldenCase c, double[] average, Form form) {
    var plain = new ExponentialMovingAverage(c.number("decay"));
    List<double[]> averages = new ArrayList<>();
    for (double[] theta : c.matrix("thetas")) {
      int update = averages.size() + 1;
      (form == Form.WARMED_UP ? plain.warmedUp(update) : plain).update(average, theta);
      double divisor = form == Form.DEBIASED ? plain.debiasing(update) : 1;
      averages.add(DoubleStream.of(average).map(v -> v / divisor).toArray());
    }
    return averages;
  }

  private static Object clip(GoldenCase c, GradientClipping clipping) {
    List<double[]> flat = new ArrayList<>();
    c.in().get("grads").forEach(gradient -> flat.add(leaves(gradient)));
    double norm = GradientClipping.norm(flat.toArray(double[][]::new));
    double scale = clipping.scale(norm);
    return Map.of("norm", norm, "clipped", scaled(c.in().get("grads"), scale));
  }

  private static double[] leaves(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false)
            .flatMapToDouble(child -> DoubleStream.of(leaves(child)))
            .toArray()
        : new double[] {node.isTextual() ? Double.parseDouble(node.asText()) : node.doubleValue()};
  }

  private static Object scaled(JsonNode node, double scale) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false)
            .map(child -> scaled(child, scale))
            .toList()
        : (Object) (node.doubleValue() * scale);
  }

  private static Object rates(GoldenCase c) {
    var schedule =
        LearningRateSchedule.parse(
            c.variant().replace('_', '-'), c.integer("warmupSteps"), c.integer("totalSteps"));
    double[] rates = new double[c.integers("steps").length];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = c.number("baseLr") * schedule.factor(c.integers("steps")[i]);
    }
    return rates;
  }
}
