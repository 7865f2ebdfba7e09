package org.plumbline.lm.encoder;

import org.plumbline.lm.model.Network;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/**
 * An encoder with its family's classifying head as a trunk: a text's vector is what the head's last
 * linear map reads.
 */
public final class ClassifierTrunk implements Trunk, Network.View {
  private final Encoder encoder;
  private final ScoreHead head;
  private final Parameters weights;
  private final Parameters all;

  /**
   * Takes over the encoder and the weights.
   *
   * @param weights those that {@link ScoreHead#shapesBelowOutput} lists
   */
  public ClassifierTrunk(Encoder encoder, ScoreHead head, Parameters weights) {
    this.encoder = encoder;
    this.head = head;
    this.weights = weights;
    this.all = encoder.parameters().with(weights);
  }

  @Override
  public Network network() {
    return encoder;
  }

  @Override
  public Parameters parameters() {
    return all;
  }

  @Override
  public int layerOf(String parameter) {
    return weights.has(parameter) ? layers() : encoder.layerOf(parameter);
  }

  @Override
  public Tensor lower(TokenBatch batch, int layers) {
    return encoder.lower(batch, layers);
  }

  @Override
  public Tensor pooled(Tensor lower, int[] lengths, int fromLayer, double dropout) {
    Tensor hidden = encoder.upper(lower, lengths, fromLayer, dropout);
    return Ops.dropout(head.vectors(hidden, lengths, weights), dropout);
  }

  @Override
  public ClassifierTrunk copy() {
    return new ClassifierTrunk(encoder.copy(), head, weights.copy());
  }

  @Override
  public void close() {
    encoder.close();
    weights.close();
  }
}
