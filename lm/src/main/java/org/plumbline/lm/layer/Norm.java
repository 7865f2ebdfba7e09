package org.plumbline.lm.layer;

import org.jspecify.annotations.Nullable;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/** A normalisation of the last dimension with weights of its own. */
public sealed interface Norm {

  /** The normalised values, shaped as the input. */
  Tensor of(Tensor x);

  /** The norm of this kind whose weights have this name, without {@code .weight}. */
  static Norm of(Kind kind, Parameters parameters, String name, double epsilon) {
    Tensor weight = parameters.get(name + ".weight");
    return switch (kind) {
      case ROOT_MEAN_SQUARE -> new RootMeanSquare(weight, epsilon);
      case ROOT_MEAN_SQUARE_PLUS_ONE -> new RootMeanSquarePlusOne(weight, epsilon);
      case LAYER ->
          new Layer(
              weight,
              parameters.has(name + ".bias") ? parameters.get(name + ".bias") : null,
              epsilon);
    };
  }

  /** Which formula. */
  enum Kind {
    /** Zhang and Sennrich 2019. */
    ROOT_MEAN_SQUARE,
    /** The same with a weight of 1 + w, as Gemma has it. */
    ROOT_MEAN_SQUARE_PLUS_ONE,
    /** Ba et al. 2016; it alone may have a bias. */
    LAYER
  }

  /** x / sqrt(mean x^2 + epsilon) * weight. */
  record RootMeanSquare(Tensor weight, double epsilon) implements Norm {
    @Override
    public Tensor of(Tensor x) {
      return Ops.rmsNorm(x, weight, epsilon);
    }
  }

  /** x / sqrt(mean x^2 + epsilon) * (1 + weight). */
  record RootMeanSquarePlusOne(Tensor weight, double epsilon) implements Norm {
    @Override
    public Tensor of(Tensor x) {
      return Ops.rmsNorm(x, weight.plus(1), epsilon);
    }
  }

  /** (x - mean) / sqrt(variance + epsilon) * weight, and plus a bias where there is one. */
  record Layer(Tensor weight, @Nullable Tensor bias, double epsilon) implements Norm {
    @Override
    public Tensor of(Tensor x) {
      return Ops.layerNorm(x, weight, bias, epsilon);
    }
  }
}
