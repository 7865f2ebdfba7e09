package org.plumbline.lm.tensor;

import java.util.List;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.ListType;
import org.bytedeco.pytorch.OperatorHandle;
import org.jspecify.annotations.Nullable;

/**
 * One pass over parameter, gradient and both moments: libtorch's own kernel, reached through its
 * dispatcher because the Java presets have no method for it.
 */
public final class FusedAdamW {
  private static @Nullable OperatorHandle operator;

  private FusedAdamW() {}

  /**
   * One decoupled AdamW update of all tensors, in place; call it where no gradients are recorded.
   *
   * @param steps for each parameter a tensor [] that counts the updates so far, raised by this call
   */
  public static void step(
      List<Tensor> parameters,
      List<Tensor> gradients,
      List<Tensor> firstMoments,
      List<Tensor> secondMoments,
      List<Tensor> steps,
      double learningRate,
      double beta1,
      double beta2,
      double weightDecay,
      double epsilon) {
    for (Tensor step : steps) {
      step.handle.add_(new org.bytedeco.pytorch.Scalar(1.0));
    }
    IValueVector stack =
        new IValueVector(
            list(parameters),
            list(gradients),
            list(firstMoments),
            list(secondMoments),
            list(List.of()),
            list(steps),
            new IValue(learningRate),
            new IValue(beta1),
            new IValue(beta2),
            new IValue(weightDecay),
            new IValue(epsilon),
            new IValue(false),
            new IValue(false),
            new IValue(),
            new IValue());
    operator().callBoxed(stack);
  }

  private static synchronized OperatorHandle operator() {
    if (operator == null) {
      operator = Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adamw_", "");
      operator.retainReference();
    }
    return operator;
  }

  private static IValue list(List<Tensor> tensors) {
    GenericList list = new GenericList(ListType.ofTensors().containedType(0));
    for (Tensor tensor : tensors) {
      list.push_back(new IValue(tensor.handle));
    }
    return new IValue(list);
  }
}
