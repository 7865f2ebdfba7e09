package org.plumbline.lm.encoder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/**
 * A causal language model as a trunk: a text's vector is what the last block says at its last
 * token.
 *
 * <p>These families have no dropout inside; it falls on the vector.
 */
public final class CausalTrunk implements Trunk {
  private final CausalLm lm;

  /** Takes over the model. */
  public CausalTrunk(CausalLm lm) {
    this.lm = lm;
  }

  @Override
  public Parameters parameters() {
    return lm.parameters();
  }

  @Override
  public Linears linears() {
    return lm.linears();
  }

  @Override
  public int layers() {
    return lm.layers();
  }

  @Override
  public int width() {
    return lm.width();
  }

  @Override
  public int contextLength() {
    return lm.contextLength();
  }

  @Override
  public int vocabularySize() {
    return lm.vocabularySize();
  }

  @Override
  public int layerOf(String parameter) {
    return lm.layerOf(parameter);
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
  public ObjectNode configuration() {
    return lm.configuration();
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
