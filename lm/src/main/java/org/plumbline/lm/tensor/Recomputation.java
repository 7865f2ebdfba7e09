package org.plumbline.lm.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.global.torch;

/**
 * Trades time for memory: of a chain of functions only the inputs are kept, and the backward pass
 * computes each function again (Chen et al. 2016, "Training deep nets with sublinear memory cost").
 *
 * <p>Gradients are the same to the bit. So that dropout falls on the same values, the native random
 * stream is set back to where it was before each function.
 */
public final class Recomputation {
  private final Tensor start;
  private final List<? extends UnaryOperator<Tensor>> functions;
  private final List<Tensor> inputs = new ArrayList<>();
  private final List<org.bytedeco.pytorch.Tensor> randomStates = new ArrayList<>();

  private Recomputation(Tensor start, List<? extends UnaryOperator<Tensor>> functions) {
    this.start = start;
    this.functions = functions;
  }

  /**
   * The value of the last function of a chain, to be called inside {@link Scope#training}.
   *
   * @param functions each takes what the one before gave; called twice each with the same input
   */
  public static Tensor through(Tensor start, List<? extends UnaryOperator<Tensor>> functions) {
    return new Recomputation(start, functions).forward();
  }

  private Tensor forward() {
    Tensor x = start.detach();
    try (AutoGradMode mode = new AutoGradMode(false)) {
      for (UnaryOperator<Tensor> function : functions) {
        Tensor input = x;
        inputs.add(input);
        randomStates.add(random().get_state());
        x = Scope.part(() -> function.apply(input));
      }
    }
    return x.cut(this::backward);
  }

  private void backward(Tensor gradient) {
    org.bytedeco.pytorch.Tensor after = random().get_state();
    Tensor arriving = gradient;
    for (int i = functions.size() - 1; i >= 0; i--) {
      Tensor input = inputs.get(i).detach().requiresGradient(i > 0 || start.requiresGradient());
      UnaryOperator<Tensor> function = functions.get(i);
      random().set_state(randomStates.get(i));
      Tensor behind = arriving;
      arriving = Scope.part(() -> before(function, input, behind));
    }
    random().set_state(after);
    if (start.requiresGradient()) {
      start.backward(arriving);
    }
  }

  /** The gradient at the input of a function, from that behind it. */
  private static Tensor before(UnaryOperator<Tensor> function, Tensor input, Tensor behind) {
    Tensor output = function.apply(input);
    if (output.requiresGradient()) {
      output.backward(behind);
    }
    return input.gradient();
  }

  private static Generator random() {
    return torch.getDefaultCPUGenerator();
  }
}
