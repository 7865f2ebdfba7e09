package org.plumbline.lm.model;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * A linear map from the hidden states of a causal model to one number at each position: what is
 * still to be gained from there on.
 *
 * <p>It shares the trunk of whoever made the hidden states, or has one of its own. Its weights have
 * the names that TRL gives them.
 */
public final class ValueHead implements AutoCloseable {
  private static final String WEIGHT = "v_head.summary.weight";
  private static final String BIAS = "v_head.summary.bias";

  private final Parameters parameters;
  private final int width;

  private ValueHead(int width) {
    require(width > 0, "the width of a value head must be positive (got %d)", width);
    this.width = width;
    this.parameters = new Parameters();
    parameters.add(WEIGHT, Tensor.keptZeros(1, width));
    parameters.add(BIAS, Tensor.keptZeros(1));
  }

  /**
   * A head with random weights: normal with deviation 1 / sqrt(width + 1), bias 0 (Huang et al.
   * 2024, "The N+ Implementation Details", detail 9).
   */
  public static ValueHead random(int width, Seeds seeds) {
    ValueHead head = new ValueHead(width);
    SplittableRandom random = seeds.stream(WEIGHT);
    float[] values = new float[width];
    for (int i = 0; i < width; i++) {
      values[i] = (float) (random.nextGaussian() / Math.sqrt(width + 1.0));
    }
    Scope.withoutGradients(() -> head.parameters.get(WEIGHT).set(values));
    return head;
  }

  /**
   * The head of a safetensors file.
   *
   * @param width of the hidden states
   * @throws InvalidInputException if tensors are missing, unexpected or of another shape
   */
  public static ValueHead load(Path file, int width) {
    ValueHead head = new ValueHead(width);
    try {
      TensorFile.loadInto(file, head.parameters.asMap());
      return head;
    } catch (RuntimeException e) {
      head.close();
      throw e;
    }
  }

  /** Writes a safetensors file, which appears whole or not at all. */
  public void save(Path file) {
    TensorFile.save(file, parameters.asMap(), Map.of("format", "pt"));
  }

  /** Its weights, by name. */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * The value at each position.
   *
   * @param hidden what the last layer says, [batch, time, width]
   * @return [batch, time]; beyond a row's length without meaning
   */
  public Tensor values(Tensor hidden) {
    require(
        hidden.size(-1) == width,
        "this value head reads hidden states of width %d (got %d); it belongs to another model",
        width,
        hidden.size(-1));
    return Ops.linear(hidden, parameters.get(WEIGHT), parameters.get(BIAS)).squeeze(-1);
  }

  @Override
  public void close() {
    parameters.close();
  }
}
