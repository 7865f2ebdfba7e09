package org.plumbline.lm.adapter;

import java.util.List;
import java.util.function.Supplier;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.Continuation;
import org.plumbline.lm.model.KeyValueCache;
import org.plumbline.lm.model.Network;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Tensor;

/**
 * A language model as it is without the adapter that is in force over it: whatever is asked of this
 * view is computed from the model's own weights, to the bit, and no weights are copied.
 *
 * <p>It lives as long as the model and its adapters, and owns neither.
 */
public final class WithoutAdapter implements CausalLm, Network.View {
  private final CausalLm lm;
  private final Adapters adapters;

  /**
   * The view.
   *
   * @param adapters those of this model
   */
  public WithoutAdapter(CausalLm lm, Adapters adapters) {
    this.lm = lm;
    this.adapters = adapters;
  }

  private <T> T bare(Supplier<T> work) {
    try (Adapters.InForce none = adapters.useNone()) {
      return work.get();
    }
  }

  @Override
  public Network network() {
    return lm;
  }

  @Override
  public Tensor hidden(TokenBatch batch) {
    return bare(() -> lm.hidden(batch));
  }

  @Override
  public Tensor lower(TokenBatch batch, int layers) {
    return bare(() -> lm.lower(batch, layers));
  }

  @Override
  public Tensor upper(Tensor hidden, int[] lengths, int fromLayer) {
    return bare(() -> lm.upper(hidden, lengths, fromLayer));
  }

  @Override
  public Tensor logits(Tensor hidden) {
    return bare(() -> lm.logits(hidden));
  }

  @Override
  public Tensor extend(List<Continuation> parts, KeyValueCache cache) {
    return bare(() -> lm.extend(parts, cache));
  }

  @Override
  public Linears.Packing pack() {
    return bare(lm::pack);
  }

  @Override
  public CausalLm copy() {
    return bare(lm::copy);
  }

  @Override
  public KeyValueCache cache(int slots, int capacity) {
    return lm.cache(slots, capacity);
  }

  @Override
  public void recompute(boolean wanted) {
    lm.recompute(wanted);
  }

  @Override
  public int beginId() {
    return lm.beginId();
  }

  @Override
  public int endId() {
    return lm.endId();
  }

  /** Frees nothing: the model is its owner's. */
  @Override
  public void close() {}
}
