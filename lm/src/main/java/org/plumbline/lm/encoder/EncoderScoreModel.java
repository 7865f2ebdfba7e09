package org.plumbline.lm.encoder;

import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.model.ScoreModel;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/** An encoder with its family's head, as {@code ...ForSequenceClassification} folders hold it. */
public final class EncoderScoreModel implements ScoreModel {
  private final Encoder encoder;
  private final ScoreHead head;
  private final Parameters weights;
  private final Parameters all;

  /**
   * Takes over the encoder and the weights of the head.
   *
   * @param weights those that {@link ScoreHead#shapes} lists
   */
  public EncoderScoreModel(Encoder encoder, ScoreHead head, Parameters weights) {
    this.encoder = encoder;
    this.head = head;
    this.weights = weights;
    this.all = encoder.parameters().with(weights);
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
  public Tensor hidden(TokenBatch batch) {
    return encoder.hidden(batch);
  }

  @Override
  public Tensor scores(Tensor hidden, int[] lengths) {
    return head.scores(hidden, lengths, weights);
  }

  @Override
  public void close() {
    encoder.close();
    weights.close();
  }
}
