package org.plumbline.align.sft;

import java.util.ArrayList;
import java.util.List;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.CrossEntropy;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.model.TokenLogProbs;
import org.plumbline.lm.model.TokenTargets;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/** Negative log-likelihood of the tokens that a model is to learn to write. */
public final class TokenLoss {
  private TokenLoss() {}

  /**
   * Sum over the learned tokens of texts, divided by a given number of tokens; each text is read by
   * itself.
   *
   * @param rows the texts of each row of a batch
   * @param denominator tokens of the whole batch of which these may be a part
   * @return the loss in nats a token, []; it is differentiated as it is
   */
  public static Tensor of(CausalLm lm, List<List<TrainingText>> rows, long denominator) {
    TokenBatch batch = batch(rows);
    return CrossEntropy.of(lm, batch, targets(batch, rows), denominator);
  }

  /**
   * Mean loss over all learned tokens of these texts without recording gradients, in nats a token;
   * its exponential is the perplexity.
   */
  public static double mean(CausalLm lm, List<TrainingText> texts, int batchSize) {
    double sum = 0;
    long tokens = 0;
    for (int from = 0; from < texts.size(); from += batchSize) {
      List<List<TrainingText>> rows =
          texts.subList(from, Math.min(texts.size(), from + batchSize)).stream()
              .map(List::of)
              .toList();
      sum -= Scope.inference(() -> logProbs(lm, rows).sum().item());
      tokens += rows.stream().mapToLong(row -> row.getFirst().targets()).sum();
    }
    return sum / tokens;
  }

  private static Tensor logProbs(CausalLm lm, List<List<TrainingText>> rows) {
    TokenBatch batch = batch(rows);
    return TokenLogProbs.of(lm, batch, targets(batch, rows));
  }

  private static TokenBatch batch(List<List<TrainingText>> rows) {
    return TokenBatch.packed(
        rows.stream().map(row -> row.stream().map(TrainingText::ids).toList()).toList());
  }

  private static TokenTargets targets(TokenBatch batch, List<List<TrainingText>> rows) {
    List<boolean[]> marked = new ArrayList<>();
    for (List<TrainingText> row : rows) {
      boolean[] marks = new boolean[row.stream().mapToInt(TrainingText::length).sum()];
      int begin = 0;
      for (TrainingText text : row) {
        System.arraycopy(text.learned(), 0, marks, begin, text.length());
        begin += text.length();
      }
      marked.add(marks);
    }
    return TokenTargets.marked(batch, marked);
  }
}
