package org.plumbline.align.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.plumbline.lm.optim.AdamW;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;
import org.plumbline.testkit.GoldenCase;
import org.plumbline.testkit.GoldenSuite;
import org.plumbline.testkit.GoldenSuite.SinglePrecision;

/** The optimiser of the product, which updates floats in native code. */
final class AdamWCases {
  private AdamWCases() {}

  static void register(GoldenSuite suite) {
    suite.handle("adamw", "decoupled", c -> new SinglePrecision(trajectory(c)));
  }

  /** The parameter after each update. */
  private static Object trajectory(GoldenCase c) {
    boolean matrix = c.in().get("param").get(0).isArray();
    double[][] start = rows(c.in().get("param"), matrix);
    int rows = start.length;
    int columns = start[0].length;
    var options =
        new AdamW.Options(
            c.number("beta1"), c.number("beta2"), c.number("eps"), c.number("weightDecay"), 0);
    List<Object> states = new ArrayList<>();
    // Two dimensions even for a vector: weight decay falls on matrices only.
    Tensor parameter = Tensor.of(flat(start), rows, columns).keep().requiresGradient(true);
    try (AdamW optimizer = new AdamW(Map.of("parameter", parameter), options)) {
      for (JsonNode gradient : c.in().get("grads")) {
        double[] values = flat(rows(gradient, matrix));
        Scope.training(() -> parameter.times(Tensor.of(values, rows, columns)).sum().backward());
        optimizer.step(c.number("lr"));
        float[] state = parameter.detach().toFloats();
        states.add(matrix ? split(state, columns) : state);
      }
    } finally {
      parameter.release();
    }
    return states;
  }

  private static double[][] rows(JsonNode node, boolean matrix) {
    return matrix ? GoldenCase.matrix(node) : new double[][] {GoldenCase.vector(node)};
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  private static List<float[]> split(float[] values, int columns) {
    List<float[]> rows = new ArrayList<>();
    for (int start = 0; start < values.length; start += columns) {
      rows.add(Arrays.copyOfRange(values, start, start + columns));
    }
    return rows;
  }
}
