package org.plumbline.lm.optim;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.lm.tensor.FusedAdamW;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * Adam with decoupled weight decay.
 *
 * <p>Loshchilov and Hutter 2019, algorithm 2. Weight decay falls on matrices only: biases and
 * norms, which have one dimension, keep theirs (as is usual since GPT-3; the paper leaves it open).
 */
public final class AdamW implements Optimizer {

  /**
   * What the optimiser does besides its learning rate.
   *
   * @param beta1 decay of the mean of gradients
   * @param beta2 decay of the mean of squared gradients
   * @param epsilon added to the root of the second moment
   * @param weightDecay share of a weight that one update of learning rate 1 would take away
   * @param clipNorm gradients whose joint norm is larger are scaled down to it; 0 switches this off
   */
  public record Options(
      double beta1, double beta2, double epsilon, double weightDecay, double clipNorm)
      implements Optimizer.Options {
    /** The paper's betas and epsilon; no decay; clipping at 1 as in GPT-3. */
    public static final Options DEFAULT = new Options(0.9, 0.999, 1e-8, 0.0, 1.0);

    public Options {
      require(beta1 >= 0 && beta1 < 1, "beta1 must lie in [0, 1) (got %s); 0.9 is usual", beta1);
      require(beta2 >= 0 && beta2 < 1, "beta2 must lie in [0, 1) (got %s); 0.999 is usual", beta2);
      require(epsilon > 0, "epsilon must be positive (got %s); 1e-8 is usual", epsilon);
      require(
          weightDecay >= 0,
          "weight-decay must not be negative (got %s); 0 switches it off",
          weightDecay);
      require(
          clipNorm >= 0, "clip-norm must not be negative (got %s); 0 switches it off", clipNorm);
    }

    @Override
    public AdamW over(Map<String, Tensor> parameters) {
      return new AdamW(parameters, this);
    }

    /** The same options with another weight decay. */
    public Options withWeightDecay(double decay) {
      return new Options(beta1, beta2, epsilon, decay, clipNorm);
    }
  }

  private final Options options;
  private final Map<String, Tensor> parameters;
  private final Map<String, Tensor> state = new LinkedHashMap<>();

  /**
   * An optimiser of these parameters, which must require gradients; it owns two more tensors of
   * each one's shape.
   */
  public AdamW(Map<String, Tensor> parameters, Options options) {
    require(!parameters.isEmpty(), "there is nothing to train: no parameter records gradients");
    this.options = options;
    this.parameters = new LinkedHashMap<>(parameters);
    Scope.withoutGradients(
        () ->
            this.parameters.forEach(
                (name, parameter) -> {
                  Tensor zeros = Tensor.zeros(parameter.shape());
                  state.put("first." + name, zeros.keep());
                  state.put("second." + name, zeros.keep());
                  state.put("steps." + name, Tensor.zeros().keep());
                }));
  }

  /** Clips the gathered gradients, updates the parameters, and frees the gradients. */
  @Override
  public double step(double learningRate) {
    double[] norm = new double[1];
    Scope.withoutGradients(
        () -> {
          norm[0] = Optimizer.gradientNorm(parameters.values());
          if (options.clipNorm() > 0 && norm[0] > options.clipNorm()) {
            double factor = options.clipNorm() / (norm[0] + 1e-6);
            parameters.values().stream()
                .filter(Tensor::hasGradient)
                .forEach(p -> p.gradient().timesInPlace(factor));
          }
          update(true, learningRate);
          update(false, learningRate);
          parameters.values().forEach(Tensor::clearGradient);
        });
    return norm[0];
  }

  /**
   * What a checkpoint must hold besides the parameters: both moments and the number of updates, by
   * name.
   */
  @Override
  public Map<String, Tensor> state() {
    return state;
  }

  /** Forgets both moments, as some resets do. */
  public void reset() {
    Scope.withoutGradients(() -> state.values().forEach(tensor -> tensor.timesInPlace(0)));
  }

  @Override
  public void close() {
    state.values().forEach(Tensor::release);
    state.clear();
  }

  /** Matrices decay, vectors do not: two groups, each in one call. */
  private void update(boolean matrices, double learningRate) {
    List<Tensor> values = new ArrayList<>();
    List<Tensor> gradients = new ArrayList<>();
    List<Tensor> first = new ArrayList<>();
    List<Tensor> second = new ArrayList<>();
    List<Tensor> steps = new ArrayList<>();
    parameters.forEach(
        (name, parameter) -> {
          if (parameter.hasGradient() && parameter.shape().length >= 2 == matrices) {
            values.add(parameter);
            gradients.add(parameter.gradient());
            first.add(of("first.", name));
            second.add(of("second.", name));
            steps.add(of("steps.", name));
          }
        });
    if (!values.isEmpty()) {
      double decay = matrices ? options.weightDecay() : 0;
      FusedAdamW.step(
          values,
          gradients,
          first,
          second,
          steps,
          learningRate,
          options.beta1(),
          options.beta2(),
          decay,
          options.epsilon());
    }
  }

  private Tensor of(String kind, String name) {
    Tensor tensor = state.get(kind + name);
    if (tensor == null) {
      throw new IllegalStateException("the optimiser was closed");
    }
    return tensor;
  }
}
