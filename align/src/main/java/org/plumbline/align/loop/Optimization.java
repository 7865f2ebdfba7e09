package org.plumbline.align.loop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.math.LearningRateSchedule;
import org.plumbline.lm.optim.Optimizer;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * Turns losses into updates of the weights: forward, backward, clipping, optimiser, learning rate,
 * observers.
 *
 * <p>A batch may come in microbatches whose gradients add up. Each microbatch's loss must be
 * divided by the denominator of the whole batch, so that accumulation equals one batch.
 */
public final class Optimization implements Checkpointable, AutoCloseable {
  private final Optimizer optimizer;
  private final double learningRate;
  private final LearningRateSchedule schedule;
  private final List<UpdateObserver> observers;
  private long updates;

  /**
   * Optimises these parameters.
   *
   * @param parameters by name; all must record gradients
   * @param learningRate the largest learning rate
   * @param schedule its factor at each update
   * @param observers told after every update, in this order
   */
  public Optimization(
      Map<String, Tensor> parameters,
      Optimizer.Options options,
      double learningRate,
      LearningRateSchedule schedule,
      List<UpdateObserver> observers) {
    this.optimizer = options.over(parameters);
    this.learningRate = learningRate;
    this.schedule = schedule;
    this.observers = List.copyOf(observers);
  }

  /** What one update did. */
  public record Update(double loss, double gradientNorm, double learningRate) {}

  /**
   * One optimiser update over the microbatches of a batch.
   *
   * @param loss the loss of a microbatch, [], divided by the whole batch's denominator
   * @throws FailedException if a loss or the gradient is not finite; the weights are unchanged then
   */
  public Update update(int microbatches, IntFunction<Tensor> loss) {
    double[] sum = new double[1];
    for (int i = 0; i < microbatches; i++) {
      int microbatch = i;
      Scope.training(
          () -> {
            Tensor value = loss.apply(microbatch);
            double number = value.item();
            if (!Double.isFinite(number)) {
              throw new FailedException(
                  "the loss is %s at update %d, microbatch %d; the weights are as before this update. Lower the learning"
                          .formatted(number, updates + 1, microbatch + 1)
                      + " rate, or look for a broken row in the data");
            }
            sum[0] += number;
            value.backward();
          });
    }
    double rate = learningRate * schedule.factor(updates);
    double norm = step(rate);
    updates++;
    for (UpdateObserver observer : observers) {
      observer.afterUpdate(updates);
    }
    return new Update(sum[0], norm, rate);
  }

  private double step(double rate) {
    try {
      return optimizer.step(rate);
    } catch (FailedException e) {
      throw new FailedException(
          "at update %d %s; the weights are as before it".formatted(updates + 1, e.getMessage()),
          e);
    }
  }

  /** Number of updates so far. */
  public long updates() {
    return updates;
  }

  @Override
  public String name() {
    return "optimizer";
  }

  @Override
  public Map<String, Tensor> tensors() {
    return optimizer.state();
  }

  @Override
  public Map<String, Double> numbers() {
    return new LinkedHashMap<>(Map.of("updates", (double) updates));
  }

  @Override
  public void restore(Map<String, Double> numbers) {
    updates = numbers.getOrDefault("updates", 0.0).longValue();
  }

  @Override
  public void close() {
    optimizer.close();
  }
}
