package org.plumbline.lm.encoder;

import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.Network;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Tensor;

/**
 * A causal language model as a trunk: a text's vector is what the last block says at its last
 * token.
 *
 * <p>These families have no dropout inside; it falls on the vector.
 */
public final class CausalTrunk implements Trunk, Network.View {
  private final CausalLm lm;

  /** Takes over the model. */
  public CausalTrunk(CausalLm lm) {
    this.lm = lm;
  }

  @Override
  public Network network() {
    return lm;
  }

  @Override
  public Tensor lower(TokenBatch batch, int layers) {
    return lm.lower(batch, layers);
  }

  @Override
  public Tensor pooled(Tensor lower, int[] lengths, int fromLayer, double dropout) {
    Tensor hidden = lm.upper(lower, lengths, fromLayer);
    Tensor last = TokenBatch.lastTokens(lengths, hidden.size(1));
    Tensor pooled = hidden.reshape(-1, lm.width()).indexSelect(0, last);
    return Ops.dropout(pooled, dropout);
  }

  @Override
  public CausalTrunk copy() {
    return new CausalTrunk(lm.copy());
  }

  @Override
  public void close() {
    lm.close();
  }
}
