package org.plumbline.lm.optim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.plumbline.core.error.FailedException;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/** How weights follow their gathered gradients. */
public sealed interface Optimizer extends AutoCloseable permits AdamW, Adafactor {

  /** Which optimiser, and what it does besides its learning rate. */
  sealed interface Options permits AdamW.Options, Adafactor.Options {
    /** The optimiser of these parameters, which must require gradients. */
    Optimizer over(Map<String, Tensor> parameters);
  }

  /**
   * Updates the parameters and frees the gradients.
   *
   * @return the joint norm of the gradients as they were gathered
   * @throws FailedException if the norm is not finite; nothing is changed then
   */
  double step(double learningRate);

  /** What a checkpoint must hold besides the parameters, by name. */
  Map<String, Tensor> state();

  @Override
  void close();

  /** The joint norm of gathered gradients; nothing of it is recorded. */
  static double gradientNorm(Collection<Tensor> parameters) {
    List<Tensor> squares = new ArrayList<>();
    for (Tensor parameter : parameters) {
      if (parameter.hasGradient()) {
        squares.add(Scope.part(() -> parameter.gradient().square().sum()));
      }
    }
    double norm = squares.isEmpty() ? 0 : Math.sqrt(Tensor.stack(squares).sum().item());
    if (!Double.isFinite(norm)) {
      throw new FailedException(
          "the norm of the gradients is %s: the loss or an activation overflowed; lower the learning rate"
              .formatted(norm));
    }
    return norm;
  }
}
