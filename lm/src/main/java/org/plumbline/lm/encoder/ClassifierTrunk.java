package org.plumbline.lm.encoder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/**
 * An encoder with its family's classifying head as a trunk: a text's vector is what the head's last
 * linear map reads.
 */
public final class ClassifierTrunk implements Trunk {
  private final Encoder encoder;
  private final ScoreHead head;
  private final Parameters weights;
  private final Parameters all = new Parameters();

  /**
   * Takes over the encoder and the weights.
   *
   * @param weights those that {@link ScoreHead#shapesBelowOutput} lists
   */
  public ClassifierTrunk(Encoder encoder, ScoreHead head, Parameters weights) {
    this.encoder = encoder;
    this.head = head;
    this.weights = weights;
    encoder.parameters().asMap().forEach(all::add);
    weights.asMap().forEach(all::add);
  }

  @Override
  public Parameters parameters() {
    return all;
  }

  @Override
  public Linears linears() {
    return encoder.linears();
  }

  @Override
  public int layers() {
    return encoder.layers();
  }

  @Override
  public int width() {
    return encoder.width();
  }

  @Override
  public int contextLength() {
    return encoder.contextLength();
  }

  @Override
  public int vocabularySize() {
    return encoder.vocabularySize();
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
  public ObjectNode configuration() {
    return encoder.configuration();
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
