package org.plumbline.lm.model;

import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Tensor;

/**
 * The loss of maximum likelihood: minus the log-probabilities of tokens.
 *
 * <p>Loss and gradient of a part of the tokens are computed together, and then its logits are
 * freed: the logits of all tokens, [batch, time, vocabulary], never exist, neither forward nor
 * backward, and none is computed twice.
 */
public final class CrossEntropy {
  private CrossEntropy() {}

  /**
   * The sum over these tokens, divided by a given number of tokens; for use inside {@code
   * Scope.training}.
   *
   * <p>The gradient of the head's weights has been gathered when this returns; the backward pass of
   * the result gathers the rest, so the result is differentiated as it is, once.
   *
   * @param denominator tokens of the whole batch of which these may be a part
   * @return the loss in nats a token, []
   */
  public static Tensor of(CausalLm lm, TokenBatch batch, TokenTargets targets, double denominator) {
    Tensor hidden = TokenLogProbs.predictors(lm, batch, targets);
    return of(lm, hidden, targets, denominator, TokenLogProbs.LOGITS_AT_ONCE);
  }

  static Tensor of(
      CausalLm lm, Tensor hidden, TokenTargets targets, double denominator, long logitsAtOnce) {
    LogitParts parts = new LogitParts(lm, hidden, targets, logitsAtOnce);
    double[] sum = new double[1];
    Tensor gradient =
        parts.gradient(
            part -> {
              Tensor logits = lm.logits(part.hidden());
              Ops.CrossEntropy loss = Ops.crossEntropy(logits, part.ids(), 1 / denominator);
              sum[0] += loss.sum().item();
              logits.backward(loss.slope());
            });
    Tensor mean = Tensor.of(new double[] {sum[0] / denominator}, 1).squeeze(0);
    return mean.cut(
        arriving -> {
          if (arriving.item() != 1) {
            throw new IllegalStateException(
                "this loss is differentiated as it is; scale it by its denominator");
          }
          parts.goOn(gradient);
        });
  }
}
