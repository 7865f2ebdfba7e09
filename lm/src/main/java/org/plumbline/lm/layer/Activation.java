package org.plumbline.lm.layer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Tensor;

/** The nonlinear functions inside feed-forward networks, by the names of configuration files. */
public enum Activation {
  /** x Phi(x), by the error function (Hendrycks and Gimpel 2016). */
  GELU("gelu", "gelu_python") {
    @Override
    public Tensor of(Tensor x) {
      return Ops.gelu(x);
    }
  },
  /** The same by its approximation with a hyperbolic tangent. */
  GELU_TANH("gelu_new", "gelu_pytorch_tanh", "gelu_fast", "gelu_python_tanh", "gelu_accurate") {
    @Override
    public Tensor of(Tensor x) {
      return Ops.geluTanh(x);
    }
  },
  /** x sigmoid(1.702 x). */
  QUICK_GELU("quick_gelu") {
    @Override
    public Tensor of(Tensor x) {
      return x.times(Ops.sigmoid(x.times(1.702)));
    }
  },
  /** max(0, x). */
  RELU("relu") {
    @Override
    public Tensor of(Tensor x) {
      return Ops.relu(x);
    }
  },
  /** x sigmoid(x). */
  SILU("silu", "swish") {
    @Override
    public Tensor of(Tensor x) {
      return Ops.silu(x);
    }
  },
  /** The hyperbolic tangent. */
  TANH("tanh") {
    @Override
    public Tensor of(Tensor x) {
      return x.tanh();
    }
  };

  private final List<String> names;

  Activation(String... names) {
    this.names = List.of(names);
  }

  /** The function of each value. */
  public abstract Tensor of(Tensor x);

  /**
   * The function with this name.
   *
   * @throws InvalidInputException if there is none, naming those there are
   */
  public static Activation named(String name) {
    return Arrays.stream(values())
        .filter(activation -> activation.names.contains(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "the activation must be one of %s (got '%s'); choose a model with one of these"
                        .formatted(known(), name)));
  }

  private static String known() {
    return Arrays.stream(values())
        .flatMap(activation -> activation.names.stream())
        .map(name -> "'" + name + "'")
        .collect(Collectors.joining(", "));
  }
}
