package org.plumbline.align.reward;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.plumbline.align.loop.Optimization;
import org.plumbline.core.math.BradleyTerry;
import org.plumbline.core.math.LearningRateSchedule;
import org.plumbline.lm.optim.AdamW;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * Fits the head alone, over the vectors that the start model gives.
 *
 * <p>WARM, section 3.1 and remark 1: a probed head that all members share keeps fine-tuning from
 * distorting features, and the members connected by a line along which accuracy does not fall.
 */
final class LinearProbe {
  /**
   * Full-batch updates; the loss of a linear head over a few thousand pairs is flat long before.
   */
  private static final int UPDATES = 200;

  private static final double LEARNING_RATE = 0.02;

  private LinearProbe() {}

  /**
   * Fits the head of a model in place.
   *
   * @param pairs at most so many of them are used, drawn from {@code random}
   */
  static void fit(
      RewardModel model,
      EncodedPairs encoded,
      int[] rows,
      int pairs,
      BradleyTerry loss,
      SplittableRandom random) {
    int[] drawn = sample(rows, pairs, random);
    List<int[]> texts =
        Arrays.stream(encoded.textsOf(drawn)).mapToObj(encoded.texts()::get).toList();
    Tensor vectors = vectors(model, texts);
    double[] margins = encoded.marginsOf(drawn);
    model.head().train(name -> true);
    try (Optimization optimization =
        new Optimization(
            model.head().trainable(),
            AdamW.Options.DEFAULT.withWeightDecay(0.1),
            LEARNING_RATE,
            new LearningRateSchedule.Linear(0, UPDATES),
            List.of())) {
      for (int i = 0; i < UPDATES; i++) {
        optimization.update(
            1, part -> PairLoss.of(model.headOf(vectors), margins, loss, margins.length));
      }
    } finally {
      model.head().train(name -> false);
      vectors.release();
    }
  }

  /** [texts, width]; the caller releases it. */
  private static Tensor vectors(RewardModel model, List<int[]> texts) {
    Tensor vectors = Tensor.keptZeros(texts.size(), model.trunk().width());
    try (LowerLayers lower = LowerLayers.computed(model.trunk(), texts, 0)) {
      for (int[] part : LengthBatches.of(lower.lengths())) {
        Scope.withoutGradients(
            () -> {
              LowerLayers.Batch batch = lower.batch(part);
              Tensor pooled = model.trunk().pooled(batch.hidden(), batch.lengths(), 0, 0);
              long[] places = Arrays.stream(part).asLongStream().toArray();
              vectors.setRows(Tensor.ofLongs(places, places.length), pooled);
            });
      }
    }
    return vectors;
  }

  private static int[] sample(int[] rows, int count, SplittableRandom random) {
    int[] order = rows.clone();
    int wanted = Math.min(count, order.length);
    for (int i = 0; i < wanted; i++) {
      int other = random.nextInt(i, order.length);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
    return Arrays.copyOf(order, wanted);
  }
}
