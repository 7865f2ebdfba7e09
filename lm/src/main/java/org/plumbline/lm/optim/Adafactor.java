package org.plumbline.lm.optim;

import static org.plumbline.core.error.Require.require;

import java.util.LinkedHashMap;
import java.util.Map;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * Adam without its memory: of the second moments of a matrix only the means of its rows and columns
 * are kept, and no first moments.
 *
 * <p>Shazeer and Stern 2018, algorithms 4 and 5, with the constants of section 9. Vectors keep a
 * whole second moment, as the paper has it. Of tensors with more dimensions the last two are
 * factored.
 */
public final class Adafactor implements Optimizer {

  /**
   * What the optimiser does besides its learning rate.
   *
   * @param relativeStep whether the step is min(0.01, 1 / sqrt t), the paper's, times the rate that
   *     is given; else it is that rate
   * @param decayExponent the decay of second moments at update t is 1 - t^-c; the paper's c
   * @param epsilon added to squared gradients
   * @param leastScale a step is multiplied by the root mean square of its tensor, at least this
   * @param threshold updates whose root mean square is larger are scaled down to it
   * @param weightDecay share of a matrix that one update of step 1 would take away
   */
  public record Options(
      boolean relativeStep,
      double decayExponent,
      double epsilon,
      double leastScale,
      double threshold,
      double weightDecay)
      implements Optimizer.Options {
    /** The paper's: relative steps, c = 0.8, 1e-30, 1e-3, d = 1; no decay. */
    public static final Options DEFAULT = new Options(true, 0.8, 1e-30, 1e-3, 1.0, 0.0);

    public Options {
      require(
          decayExponent > 0 && decayExponent <= 1,
          "decay-exponent must lie in (0, 1] (got %s); 0.8 is the paper's",
          decayExponent);
      require(epsilon > 0, "epsilon must be positive (got %s); 1e-30 is the paper's", epsilon);
      require(
          leastScale > 0, "least-scale must be positive (got %s); 1e-3 is the paper's", leastScale);
      require(threshold > 0, "threshold must be positive (got %s); 1 is the paper's", threshold);
      require(
          weightDecay >= 0,
          "weight-decay must not be negative (got %s); 0 switches it off",
          weightDecay);
    }

    @Override
    public Adafactor over(Map<String, Tensor> parameters) {
      return new Adafactor(parameters, this);
    }

    /** The same with steps of the given rate instead of relative ones. */
    public Options withGivenSteps() {
      return new Options(false, decayExponent, epsilon, leastScale, threshold, weightDecay);
    }

    /** The same with another weight decay. */
    public Options withWeightDecay(double decay) {
      return new Options(relativeStep, decayExponent, epsilon, leastScale, threshold, decay);
    }

    /** Algorithm 5: how much of the second moments stays at update {@code t}, counted from 1. */
    double decay(double t) {
      return 1 - Math.pow(t, -decayExponent);
    }

    /** Section 9: the step at update {@code t}, before the scale of the tensor. */
    double step(double t, double rate) {
      return relativeStep ? rate * Math.min(1e-2, 1 / Math.sqrt(t)) : rate;
    }
  }

  private final Options options;
  private final Map<String, Tensor> parameters;
  private final Map<String, Tensor> state = new LinkedHashMap<>();

  /** An optimiser of these parameters, which must require gradients. */
  public Adafactor(Map<String, Tensor> parameters, Options options) {
    require(!parameters.isEmpty(), "there is nothing to train: no parameter records gradients");
    this.options = options;
    this.parameters = new LinkedHashMap<>(parameters);
    this.parameters.forEach(this::addState);
  }

  private void addState(String name, Tensor parameter) {
    long[] shape = parameter.shape();
    if (shape.length < 2) {
      state.put("second." + name, Tensor.keptZeros(shape));
    } else {
      state.put("rows." + name, Tensor.keptZeros(without(shape, shape.length - 1)));
      state.put("columns." + name, Tensor.keptZeros(without(shape, shape.length - 2)));
    }
    state.put("steps." + name, Tensor.keptZeros(1));
  }

  private static long[] without(long[] shape, int dimension) {
    long[] shorter = new long[shape.length - 1];
    for (int i = 0; i < shorter.length; i++) {
      shorter[i] = shape[i < dimension ? i : i + 1];
    }
    return shorter;
  }

  /** Updates the parameters and frees the gradients; each update is clipped by itself. */
  @Override
  public double step(double learningRate) {
    double[] norm = new double[1];
    Scope.withoutGradients(
        () -> {
          norm[0] = Optimizer.gradientNorm(parameters.values());
          parameters.forEach(
              (name, parameter) -> {
                if (parameter.hasGradient()) {
                  Scope.withoutGradients(() -> update(name, parameter, learningRate));
                  parameter.clearGradient();
                }
              });
        });
    return norm[0];
  }

  private void update(String name, Tensor parameter, double rate) {
    Tensor steps = of("steps.", name);
    double t = steps.item() + 1;
    steps.set(new float[] {(float) t});
    Tensor gradient = parameter.gradient();
    Tensor square = gradient.square().plus(options.epsilon());
    double kept = options.decay(t);
    Tensor scaled =
        parameter.shape().length < 2
            ? gradient.over(mixed("second.", name, square, kept).squareRoot())
            : gradient.over(factored(name, square, kept).squareRoot());
    double excess = Math.max(1, rootMeanSquare(scaled) / options.threshold());
    double step = options.step(t, rate) * Math.max(options.leastScale(), rootMeanSquare(parameter));
    if (options.weightDecay() > 0 && parameter.shape().length >= 2) {
      parameter.timesInPlace(1 - step * options.weightDecay());
    }
    parameter.plusInPlace(scaled.timesInPlace(-step / excess));
  }

  /** Algorithm 4: the second moments of a matrix as the product of its rows' and columns' means. */
  private Tensor factored(String name, Tensor square, double kept) {
    Tensor rows = mixed("rows.", name, square.mean(-1), kept);
    Tensor columns = mixed("columns.", name, square.mean(-2), kept);
    Tensor shares = rows.over(rows.mean(-1).unsqueeze(-1));
    return shares.unsqueeze(-1).times(columns.unsqueeze(-2));
  }

  private Tensor mixed(String kind, String name, Tensor fresh, double kept) {
    return of(kind, name).lerpInPlace(fresh, 1 - kept);
  }

  private static double rootMeanSquare(Tensor tensor) {
    return Math.sqrt(tensor.square().mean().item());
  }

  @Override
  public Map<String, Tensor> state() {
    return state;
  }

  @Override
  public void close() {
    state.values().forEach(Tensor::release);
    state.clear();
  }

  private Tensor of(String kind, String name) {
    Tensor tensor = state.get(kind + name);
    if (tensor == null) {
      throw new IllegalStateException("the optimiser was closed");
    }
    return tensor;
  }
}
