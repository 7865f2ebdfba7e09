package org.plumbline.lm.model;

import java.util.Map;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/**
 * A causal model whose score is a linear function of its hidden state at the last token of a text.
 *
 * <p>Which token is the last follows from the text's length: an id that serves as filling may be a
 * real token too.
 */
public final class CausalScoreModel implements ScoreModel {
  /** The name of the head's weight in files. */
  public static final String WEIGHT = "score.weight";

  private final CausalLm lm;
  private final Parameters head;
  private final Parameters all;

  /** Takes over the model and the head. */
  public CausalScoreModel(CausalLm lm, Parameters head) {
    this.lm = lm;
    this.head = head;
    this.all = lm.parameters().with(head);
  }

  /** Name and shape of the head's weight. */
  public static Map<String, long[]> headShapes(CausalLm lm) {
    return Map.of(WEIGHT, new long[] {1, lm.width()});
  }

  @Override
  public Parameters parameters() {
    return all;
  }

  @Override
  public Linears linears() {
    return lm.linears();
  }

  @Override
  public Tensor hidden(TokenBatch batch) {
    return lm.hidden(batch);
  }

  @Override
  public Tensor scores(Tensor hidden, int[] lengths) {
    Tensor places = TokenBatch.lastTokens(lengths, hidden.size(1));
    Tensor last = hidden.reshape(-1, lm.width()).indexSelect(0, places);
    return Ops.linear(last, head.get(WEIGHT), null).squeeze(1);
  }

  @Override
  public void close() {
    lm.close();
    head.close();
  }
}
