package org.plumbline.lm.tensor;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.InferenceMode;

/**
 * A region of work at whose end every tensor made inside it is freed.
 *
 * <p>Scopes belong to loops: a training loop opens one for each step, a scorer one for each batch.
 * Algorithms never open or close one. What must outlive a scope is made by {@link Tensor#keep()},
 * and whoever keeps it frees it.
 */
public final class Scope {
  private Scope() {}

  /** Runs the work with gradients recorded, then frees its tensors. */
  public static void training(Runnable work) {
    NativeRuntime.load();
    try (PointerScope scope = new PointerScope()) {
      work.run();
    }
  }

  /**
   * Runs the work without gradients, then frees its tensors; the result must hold no tensor of the
   * scope.
   */
  public static <T> T inference(Supplier<T> work) {
    NativeRuntime.load();
    try (PointerScope scope = new PointerScope();
        InferenceMode mode = new InferenceMode(true)) {
      return work.get();
    }
  }

  /**
   * Runs a part of the work of another scope, then frees the tensors that were made in it: what is
   * to outlive it is written into tensors of the outer scope.
   */
  public static void part(Runnable work) {
    try (PointerScope scope = new PointerScope()) {
      work.run();
    }
  }

  /**
   * Runs the work without recording gradients, for example an update of weights, then frees its
   * tensors.
   */
  public static void withoutGradients(Runnable work) {
    NativeRuntime.load();
    try (PointerScope scope = new PointerScope();
        AutoGradMode mode = new AutoGradMode(false)) {
      work.run();
    }
  }

  /**
   * Makes tensors that live until they are released: neither an outer scope nor a gradient mode
   * holds them.
   */
  static Tensor detachedFromScopes(Supplier<org.bytedeco.pytorch.Tensor> maker) {
    // A tensor made in inference mode could never take part in a training step.
    try (PointerScope scope = new PointerScope();
        InferenceMode ordinary = new InferenceMode(false);
        AutoGradMode mode = new AutoGradMode(false)) {
      org.bytedeco.pytorch.Tensor made = maker.get();
      made.retainReference();
      return new Tensor(made);
    }
  }
}
