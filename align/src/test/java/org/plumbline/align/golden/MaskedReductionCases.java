package org.plumbline.align.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.plumbline.core.math.LossAggregation;
import org.plumbline.core.math.LossAggregation.EmptyRows;
import org.plumbline.core.math.Mask;
import org.plumbline.core.math.MaskedReductions;
import org.plumbline.core.math.Scope;
import org.plumbline.core.math.Whitening;
import org.plumbline.testkit.GoldenCase;
import org.plumbline.testkit.GoldenSuite;

/** Masked means, variances, whitening, loss aggregation, gradient accumulation. */
final class MaskedReductionCases {
  private MaskedReductionCases() {}

  static void register(GoldenSuite suite) {
    suite
        .handle(
            "masked_mean",
            c -> result(c, MaskedReductions.mean(c.matrix("values"), c.mask("mask"), scope(c))))
        .handle(
            "masked_var",
            c -> {
              double[] variance =
                  MaskedReductions.variance(
                      c.matrix("values"), c.mask("mask"), scope(c), c.integer("ddof"));
              return result(c, variance);
            })
        .handle("masked_whiten", c -> whitening(c).apply(c.matrix("values"), c.mask("mask")))
        .handle("agg_loss", c -> aggregation(c).loss(c.matrix("loss"), c.mask("mask")))
        .handle("grad_accum", MaskedReductionCases::accumulate);
  }

  private static Object result(GoldenCase c, double[] values) {
    return scope(c) == Scope.BATCH ? values[0] : values;
  }

  private static Scope scope(GoldenCase c) {
    return Scope.valueOf(c.text("scope").toUpperCase(Locale.ROOT));
  }

  private static Whitening whitening(GoldenCase c) {
    Whitening named =
        switch (c.variant()) {
          case "trl_rsqrt_ddof1" -> Whitening.TRL;
          case "trl_rsqrt_ddof1_keepMean" -> Whitening.TRL.keepingMean();
          case "nplus_rsqrt_ddof0" -> Whitening.N_PLUS;
          case "openrlhf_clampvar_ddof0" -> Whitening.OPEN_RLHF;
          case "sb3_std_plus_eps_ddof1" -> Whitening.STABLE_BASELINES;
          case "sequence_rsqrt_ddof1" -> Whitening.TRL.perSequence();
          default -> throw new IllegalArgumentException("no such whitening: " + c.variant());
        };
    // A file with another epsilon or ddof under the same name must not pass by accident.
    return new Whitening(
        scope(c), c.integer("ddof"), c.number("eps"), named.form(), c.flag("shiftMean"));
  }

  private static LossAggregation aggregation(GoldenCase c) {
    EmptyRows emptyRows =
        c.has("emptyRows")
            ? EmptyRows.valueOf(c.text("emptyRows").toUpperCase(Locale.ROOT))
            : EmptyRows.EXCLUDE;
    return switch (c.text("mode")) {
      case "token_mean" -> new LossAggregation.TokenMean();
      case "seq_mean_of_token_mean" -> new LossAggregation.SequenceMeanOfTokenMean(emptyRows);
      case "seq_mean_of_token_sum" -> new LossAggregation.SequenceMeanOfTokenSum(emptyRows);
      case "fixed_denominator" -> new LossAggregation.FixedLength(c.integer("maxLength"));
      case "token_sum" -> new LossAggregation.TokenSum();
      default -> throw new IllegalArgumentException("no such mode: " + c.text("mode"));
    };
  }

  /** Loss 0.5 (w x - y)^2 for each token, cut into micro-batches of the given numbers of rows. */
  private static Object accumulate(GoldenCase c) {
    double[][][] x = c.cube("x");
    double[][] y = c.matrix("y");
    double[] w = c.vector("w");
    Mask mask = c.mask("mask");
    LossAggregation aggregation = aggregation(c);
    List<Mask> parts = new ArrayList<>();
    int start = 0;
    for (int rows : c.integers("rowsPerMicrobatch")) {
      parts.add(mask.rows(start, start + rows));
      start += rows;
    }
    double denominator = aggregation.denominator(parts);
    double[] gradient = new double[w.length];
    List<Double> microLosses = new ArrayList<>();
    int first = 0;
    for (Mask part : parts) {
      double[][] weights = aggregation.weights(part, denominator);
      double[][] losses = new double[part.rows()][];
      for (int row = 0; row < part.rows(); row++) {
        losses[row] = new double[part.columns(row)];
        for (int time = 0; time < losses[row].length; time++) {
          double[] features = x[first + row][time];
          double error = -y[first + row][time];
          for (int i = 0; i < w.length; i++) {
            error += w[i] * features[i];
          }
          losses[row][time] = 0.5 * error * error;
          for (int i = 0; i < w.length; i++) {
            gradient[i] += weights[row][time] * error * features[i];
          }
        }
      }
      microLosses.add(aggregation.loss(losses, part, denominator));
      first += part.rows();
    }
    double loss = microLosses.stream().mapToDouble(Double::doubleValue).sum();
    return Map.of(
        "loss", loss, "grad", Arrays.stream(gradient).boxed().toList(), "microLosses", microLosses);
  }
}
