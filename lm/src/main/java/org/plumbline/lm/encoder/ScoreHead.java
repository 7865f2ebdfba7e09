package org.plumbline.lm.encoder;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plumbline.lm.layer.Activation;
import org.plumbline.lm.layer.Norm;
import org.plumbline.lm.layer.WeightShapes;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/**
 * The head with which a family of encoders classifies: a text's vector, a linear map with a
 * nonlinear function, perhaps a norm, and a linear map to one number.
 *
 * @param pooling how a text's vector comes about
 * @param dense module of the first map
 * @param denseBias whether it has a bias
 * @param norm what is normalised after the function; null for nothing
 * @param output module of the second map, which has a bias
 */
public record ScoreHead(
    Pooling pooling,
    String dense,
    boolean denseBias,
    Activation activation,
    @Nullable HeadNorm norm,
    String output) {

  /** A layer norm inside a head. */
  public record HeadNorm(String module, boolean bias, double epsilon) {}

  /** A head of the first token's vector, without a norm. */
  public static ScoreHead ofFirst(String dense, Activation activation, String output) {
    return new ScoreHead(Pooling.FIRST, dense, true, activation, null, output);
  }

  /** Names and shapes of its weights, as files call them. */
  public Map<String, long[]> shapes(long width) {
    Map<String, long[]> all = new LinkedHashMap<>(shapesBelowOutput(width));
    all.putAll(outputShapes(width));
    return all;
  }

  /** Those of what comes before the second map. */
  public Map<String, long[]> shapesBelowOutput(long width) {
    WeightShapes shapes = new WeightShapes().linear(dense, width, width, denseBias);
    if (norm != null) {
      shapes.norm(norm.module, width, norm.bias);
    }
    return shapes.all();
  }

  /** Those of the second map. */
  public Map<String, long[]> outputShapes(long width) {
    return new WeightShapes().linear(output, 1, width, true).all();
  }

  /**
   * The score of each text.
   *
   * @param hidden [batch, time, width]
   * @param lengths tokens of each text, [batch]
   * @param weights those that {@link #shapes} lists
   * @return [batch]
   */
  Tensor scores(Tensor hidden, int[] lengths, Parameters weights) {
    return linear(output, vectors(hidden, lengths, weights), weights).squeeze(1);
  }

  /**
   * What the second map reads.
   *
   * @param hidden [batch, time, width]
   * @return [batch, width]
   */
  Tensor vectors(Tensor hidden, int[] lengths, Parameters weights) {
    Tensor x = activation.of(linear(dense, pooling.of(hidden, lengths), weights));
    if (norm != null) {
      x = Norm.of(Norm.Kind.LAYER, weights, norm.module, norm.epsilon).of(x);
    }
    return x;
  }

  private static Tensor linear(String module, Tensor x, Parameters weights) {
    String bias = module + ".bias";
    return Ops.linear(
        x, weights.get(module + ".weight"), weights.has(bias) ? weights.get(bias) : null);
  }
}
