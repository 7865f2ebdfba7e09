package org.plumbline.align.sft;

import static org.plumbline.core.error.Require.require;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.plumbline.align.loop.Checkpointable;
import org.plumbline.align.loop.Step;
import org.plumbline.align.loop.TrainedWeights;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.tensor.Tensor;

/**
 * The loss on texts that are not trained on: measured now and then, it decides which weights are
 * the result, and whether it is worth going on.
 */
public final class Validation implements Checkpointable {
  /** The name of the held-out loss in a step's row, in nats a token. */
  public static final String METRIC = "held_out_loss_nats_per_token";

  /** Which weights are the result of a training. */
  public enum Keep {
    /** Those after the last update. */
    LAST,
    /** Those with the lowest held-out loss that was measured. */
    BEST
  }

  /**
   * When the loss is measured and what follows from it.
   *
   * @param every updates between two measurements; 0 measures after the last update only
   * @param patience measurements in a row without a new lowest loss after which the training ends;
   *     0 never ends it early
   */
  public record Options(long every, int patience, Keep keep) {
    /** At the end only; the last weights are the result. */
    public static final Options DEFAULT = new Options(0, 0, Keep.LAST);

    public Options {
      require(
          every >= 0, "evaluate-every must not be negative (got %d); 0 is at the end only", every);
      require(patience >= 0, "patience must not be negative (got %d); 0 is no end", patience);
      require(
          every > 0 || patience == 0 && keep == Keep.LAST,
          "patience and keep = best need held-out losses on the way; give evaluate-every");
    }
  }

  private final Options options;
  private final List<TrainingText> texts;
  private final int batchSize;
  private final BestWeights kept;
  private double last = Double.NaN;
  private double best = Double.POSITIVE_INFINITY;
  private long bestStep;
  private int sinceBest;

  /**
   * Validation on these texts.
   *
   * @param texts none for no validation at all
   * @param kept where the best weights go, if they are to be kept
   */
  public Validation(Options options, List<TrainingText> texts, int batchSize, BestWeights kept) {
    require(
        !texts.isEmpty() || options.patience() == 0 && options.keep() == Keep.LAST,
        "patience and keep = best need texts to measure the loss on; give held-out-data");
    this.options = options;
    this.texts = List.copyOf(texts);
    this.batchSize = batchSize;
    this.kept = kept;
  }

  /** No texts: the last weights are the result. */
  public static Validation none() {
    BestWeights nowhere =
        new BestWeights() {
          @Override
          public void save(Map<String, Tensor> weights) {}

          @Override
          public void restore(Map<String, Tensor> weights) {}
        };
    return new Validation(Options.DEFAULT, List.of(), 1, nowhere);
  }

  /** The texts. */
  public List<TrainingText> texts() {
    return texts;
  }

  /** The mean loss now, in nats a token; empty without texts. */
  public OptionalDouble loss(CausalLm lm, TrainedWeights weights) {
    return texts.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(weights.evaluate(() -> TokenLoss.mean(lm, texts, batchSize)));
  }

  /** Measures if it is time to, and records it. */
  void after(Step step, long steps, CausalLm lm, TrainedWeights weights) {
    boolean due = options.every() > 0 && step.number() % options.every() == 0;
    if (texts.isEmpty() || !due && step.number() != steps) {
      return;
    }
    last = loss(lm, weights).orElseThrow();
    step.record(METRIC, last);
    if (last < best) {
      best = last;
      bestStep = step.number();
      sinceBest = 0;
      if (options.keep() == Keep.BEST) {
        kept.save(weights.tensors());
      }
    } else {
      sinceBest++;
    }
  }

  /** Whether the loss has not fallen for so long that the training ends. */
  boolean outOfPatience() {
    return options.patience() > 0 && sinceBest >= options.patience();
  }

  /** Makes the best weights the result, if they are wanted. */
  void end(TrainedWeights weights) {
    if (options.keep() == Keep.BEST && bestStep > 0) {
      kept.restore(weights.tensors());
    }
  }

  /** The held-out loss of the resulting weights, in nats a token; empty if none was measured. */
  public OptionalDouble result() {
    double loss = options.keep() == Keep.BEST && bestStep > 0 ? best : last;
    return Double.isNaN(loss) ? OptionalDouble.empty() : OptionalDouble.of(loss);
  }

  /** The step whose weights are the result; 0 if the last are. */
  public long keptStep() {
    return options.keep() == Keep.BEST ? bestStep : 0;
  }

  @Override
  public String name() {
    return "validation";
  }

  @Override
  public Map<String, Tensor> tensors() {
    return Map.of();
  }

  /** A loss that was not measured yet is left out: JSON has no number for it. */
  @Override
  public Map<String, Double> numbers() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    if (bestStep > 0) {
      numbers.put("last", last);
      numbers.put("best", best);
      numbers.put("best_step", (double) bestStep);
      numbers.put("since_best", (double) sinceBest);
    }
    return numbers;
  }

  @Override
  public void restore(Map<String, Double> numbers) {
    last = numbers.getOrDefault("last", Double.NaN);
    best = numbers.getOrDefault("best", Double.POSITIVE_INFINITY);
    bestStep = numbers.getOrDefault("best_step", 0.0).longValue();
    sinceBest = numbers.getOrDefault("since_best", 0.0).intValue();
  }
}
