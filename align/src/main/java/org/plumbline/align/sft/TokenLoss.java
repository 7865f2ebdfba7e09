package org.plumbline.align.sft;

import java.util.ArrayList;
import java.util.List;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.model.TokenLogProbs;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;
import org.plumbline.lm.text.EncodedText;

/**
 * Negative log-likelihood of the tokens that a text's author wrote: all after the prompt, the
 * end-of-text token too.
 */
public final class TokenLoss {
  private TokenLoss() {}

  /**
   * Sum over the tokens of a batch, divided by a given number of tokens.
   *
   * @param denominator tokens of the whole batch of which these texts may be a part
   * @return the loss in nats a token, []
   */
  public static Tensor of(CausalLm lm, List<EncodedText> texts, long denominator) {
    return logProbs(lm, texts).sum().times(-1.0 / denominator);
  }

  /** Tokens of a text that the loss counts. */
  public static int targets(EncodedText text) {
    return text.length() - start(text);
  }

  /**
   * Mean loss over all tokens of these texts without recording gradients, in nats a token; its
   * exponential is the perplexity.
   */
  public static double mean(CausalLm lm, List<EncodedText> texts, int batchSize) {
    double sum = 0;
    long tokens = 0;
    for (int from = 0; from < texts.size(); from += batchSize) {
      List<EncodedText> part = texts.subList(from, Math.min(texts.size(), from + batchSize));
      sum -= Scope.inference(() -> logProbs(lm, part).sum().item());
      tokens += part.stream().mapToLong(TokenLoss::targets).sum();
    }
    return sum / tokens;
  }

  private static Tensor logProbs(CausalLm lm, List<EncodedText> texts) {
    List<int[]> rows = new ArrayList<>();
    int[] starts = new int[texts.size()];
    for (int i = 0; i < starts.length; i++) {
      rows.add(texts.get(i).ids());
      starts[i] = start(texts.get(i));
    }
    return TokenLogProbs.of(lm, new TokenBatch(rows), starts);
  }

  /** The first token of a text without a prompt is BOS, which nothing predicts. */
  private static int start(EncodedText text) {
    return Math.max(1, text.promptLength());
  }
}
