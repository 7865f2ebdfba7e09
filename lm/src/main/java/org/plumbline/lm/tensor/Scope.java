package org.plumbline.lm.tensor;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.GradMode;
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
    try (PointerScope scope = new PointerScope();
        Cuts cuts = Cuts.open()) {
      work.run();
    }
  }

  /**
   * Runs a part of a larger work and frees what it made but the result, and but what a backward
   * pass will need; the result belongs to the scope around it. Not for work that makes a {@link
   * Tensor#cut}, which holds on to what it was made from.
   */
  public static Tensor part(Supplier<Tensor> work) {
    org.bytedeco.pytorch.Tensor made;
    try (PointerScope scope = new PointerScope()) {
      // A handle of its own: what the work gives may be a reference into a tensor that is freed.
      made = new org.bytedeco.pytorch.Tensor(work.get().handle);
      made.retainReference();
    }
    // It cannot be handed from scope to scope, but another can be made of it.
    Tensor result = new Tensor(new org.bytedeco.pytorch.Tensor(made));
    made.releaseReference();
    return result;
  }

  /** Whether what happens to tensors is recorded here, if one of them requires a gradient. */
  public static boolean recordsGradients() {
    return GradMode.is_enabled();
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
  public static void inner(Runnable work) {
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
