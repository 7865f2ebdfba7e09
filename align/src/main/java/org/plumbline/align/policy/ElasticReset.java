package org.plumbline.align.policy;

import static org.plumbline.core.error.Require.require;

import java.util.LinkedHashMap;
import java.util.Map;
import org.plumbline.align.loop.Checkpointable;
import org.plumbline.align.loop.UpdateObserver;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * Elastic Reset: every so often the policy returns to its moving average, and the average to the
 * initial policy.
 *
 * <p>Noukhovitch et al. 2023, section 3. After every optimiser update {@code average = (1 - decay)
 * policy + decay average}; after every {@code every} updates {@code policy = average}, then {@code
 * average = initial policy}. The optimiser's moments and whatever a method has besides the policy
 * stay as they are. No method knows of this: it observes updates.
 */
public final class ElasticReset implements UpdateObserver, Checkpointable, AutoCloseable {

  /**
   * When and how far the policy returns.
   *
   * @param every updates between two resets
   * @param decay share of the old average that each update keeps, the paper's eta
   */
  public record Options(long every, double decay) {
    public Options {
      require(
          every > 0, "reset-every must be positive (got %d); leave it out for no resets", every);
      require(
          decay >= 0 && decay <= 1,
          "reset-decay must lie in [0, 1] (got %s); 0.995 is the paper's for language",
          decay);
    }
  }

  private final Options options;
  private final Parameters policy;
  private final Parameters initial;
  private final Parameters average;
  private long resets;

  /**
   * Watches a policy that is at its initial weights now.
   *
   * @param initial the frozen initial policy, of the same names and shapes; not changed, not owned
   */
  public ElasticReset(Options options, Parameters policy, Parameters initial) {
    this.options = options;
    this.policy = policy;
    this.initial = initial;
    this.average = initial.copy();
  }

  @Override
  public void afterUpdate(long update) {
    Scope.withoutGradients(
        () ->
            average
                .asMap()
                .forEach(
                    (name, tensor) -> tensor.lerpInPlace(policy.get(name), 1 - options.decay())));
    if (update % options.every() == 0) {
      policy.copyFrom(average);
      average.copyFrom(initial);
      resets++;
    }
  }

  /** How often the policy has returned so far. */
  public long resets() {
    return resets;
  }

  @Override
  public String name() {
    return "elastic-reset";
  }

  @Override
  public Map<String, Tensor> tensors() {
    return average.asMap();
  }

  @Override
  public Map<String, Double> numbers() {
    return new LinkedHashMap<>(Map.of("resets", (double) resets));
  }

  @Override
  public void restore(Map<String, Double> numbers) {
    resets = numbers.getOrDefault("resets", 0.0).longValue();
  }

  @Override
  public void close() {
    average.close();
  }
}
