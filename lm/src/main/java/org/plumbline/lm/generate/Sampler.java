package org.plumbline.lm.generate;

import java.util.List;
import java.util.SplittableRandom;
import org.plumbline.core.error.FailedException;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Tensor;

/**
 * Draws the next token of some texts, each from its own row and random stream alone.
 *
 * <p>A token is drawn by inverting the cumulative distribution at the stream's next number. Sums
 * run in a fixed order here, because those of the native library depend on how many rows there are.
 */
final class Sampler {
  private static final int BLOCK = 64;

  private float[] row = new float[0];

  /**
   * Draws one token for each text and appends it.
   *
   * @param logits a row for each, [texts, vocabulary]; changed
   */
  void draw(Tensor logits, List<Generation> texts, int contextLength) {
    Tensor model = Ops.logSoftmax(logits);
    Tensor changed = changed(logits, model, texts);
    Tensor probabilities = Ops.softmax(changed);
    int vocabulary = (int) logits.size(1);
    if (row.length != vocabulary) {
      row = new float[vocabulary];
    }
    for (int i = 0; i < texts.size(); i++) {
      Generation text = texts.get(i);
      probabilities.row(i, row);
      boolean greedy = text.request().sampling().greedy();
      int id = greedy ? highest(row) : drawn(row, text.request().random());
      float drawnLogProb = greedy ? 0 : changed.value(i, id);
      text.append(id, finite(model.value(i, id)), drawnLogProb, contextLength);
    }
  }

  /** Log-probabilities of what tokens are drawn from, [texts, vocabulary]. */
  private static Tensor changed(Tensor logits, Tensor model, List<Generation> texts) {
    if (texts.stream().allMatch(text -> text.rules().rules().isEmpty())) {
      return model;
    }
    float[] row = new float[(int) logits.size(1)];
    for (int i = 0; i < texts.size(); i++) {
      Generation text = texts.get(i);
      if (!text.rules().rules().isEmpty()) {
        logits.row(i, row);
        text.rules().process(row, text.history(), text.prompt().length);
        logits.setRow(i, row);
      }
    }
    return Ops.logSoftmax(logits);
  }

  private static int highest(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  private static int drawn(float[] probabilities, SplittableRandom random) {
    double number = random.nextInt(1 << 24) * 0x1p-24;
    double[] sums = new double[Math.ceilDiv(probabilities.length, BLOCK)];
    double total = 0;
    for (int block = 0; block < sums.length; block++) {
      sums[block] = sum(probabilities, block);
      total += sums[block];
    }
    double wanted = number * total;
    int block = 0;
    double before = 0;
    while (block < sums.length - 1 && before + sums[block] <= wanted) {
      before += sums[block++];
    }
    // Rounding may leave the last sum at the number: then the last possible token is meant.
    int possible = block * BLOCK;
    for (int id = possible; id < end(probabilities, block); id++) {
      before += probabilities[id];
      if (probabilities[id] > 0) {
        possible = id;
        if (before > wanted) {
          return id;
        }
      }
    }
    return possible;
  }

  private static double sum(float[] values, int block) {
    // Four sums, because each addition waits for the one before it.
    double[] sums = new double[4];
    for (int i = block * BLOCK; i < end(values, block); i++) {
      sums[i & 3] += values[i];
    }
    return sums[0] + sums[1] + (sums[2] + sums[3]);
  }

  private static int end(float[] values, int block) {
    return Math.min(values.length, (block + 1) * BLOCK);
  }

  private static float finite(float logProb) {
    if (!Float.isFinite(logProb)) {
      throw new FailedException(
          "the model gives its next token the log-probability %s: its weights are broken. If a training made them, lower its learning rate"
              .formatted(logProb));
    }
    return logProb;
  }
}
