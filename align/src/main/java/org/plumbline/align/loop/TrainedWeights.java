package org.plumbline.align.loop;

import java.util.Map;
import java.util.function.Supplier;
import org.plumbline.lm.adapter.Adapters;
import org.plumbline.lm.adapter.Lora;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.tensor.Tensor;

/**
 * Which weights of a model a training changes: all of them, or those of an adapter over a trunk
 * that stays as it is. They alone get gradients, optimiser state and a place in checkpoints.
 */
public interface TrainedWeights {

  /** The weights by name, in a fixed order; they are the same tensors throughout. */
  Map<String, Tensor> tensors();

  /** Keeps a training under way; closing it leaves the model as it was, but for the weights. */
  @FunctionalInterface
  interface Training extends AutoCloseable {
    @Override
    void close();
  }

  /** Records gradients for the weights until the result is closed. */
  Training begin();

  /** What the model gives as it is used after training, without dropout. */
  <T> T evaluate(Supplier<T> work);

  /** All weights of a model. */
  static TrainedWeights all(CausalLm lm) {
    return new TrainedWeights() {
      @Override
      public Map<String, Tensor> tensors() {
        return lm.parameters().asMap();
      }

      @Override
      public Training begin() {
        lm.parameters().train(name -> true);
        return () -> lm.parameters().train(name -> false);
      }

      @Override
      public <T> T evaluate(Supplier<T> work) {
        return work.get();
      }
    };
  }

  /**
   * The weights of an adapter, which is in force throughout.
   *
   * @param dropout probability of zeroing a value of the adapter's inputs while it is trained
   */
  static TrainedWeights adapter(Adapters adapters, Lora lora, double dropout) {
    return new TrainedWeights() {
      @Override
      public Map<String, Tensor> tensors() {
        return lora.trained();
      }

      @Override
      public Training begin() {
        Adapters.InForce use = adapters.use(lora, dropout);
        lora.train(true);
        return () -> {
          lora.train(false);
          use.close();
        };
      }

      @Override
      public <T> T evaluate(Supplier<T> work) {
        try (Adapters.InForce use = adapters.use(lora)) {
          return work.get();
        }
      }
    };
  }
}
