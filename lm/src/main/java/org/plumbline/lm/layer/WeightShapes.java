package org.plumbline.lm.layer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names and shapes of the weights that a model consists of, in the order of their mention. */
public final class WeightShapes {
  private final Map<String, long[]> shapes = new LinkedHashMap<>();

  /** A table of vectors, or any other weight without a bias. */
  public WeightShapes table(String module, long rows, long width) {
    return matrix(module + ".weight", rows, width);
  }

  /** A linear map; its weight is [out, in]. */
  public WeightShapes linear(String module, long out, long in, boolean bias) {
    table(module, out, in);
    return bias ? vector(module + ".bias", out) : this;
  }

  /** A norm. */
  public WeightShapes norm(String module, long width, boolean bias) {
    vector(module + ".weight", width);
    return bias ? vector(module + ".bias", width) : this;
  }

  /** A tensor of two dimensions. */
  public WeightShapes matrix(String name, long rows, long width) {
    shapes.put(name, new long[] {rows, width});
    return this;
  }

  /** A tensor of one dimension. */
  public WeightShapes vector(String name, long length) {
    shapes.put(name, new long[] {length});
    return this;
  }

  /** All of them. */
  public Map<String, long[]> all() {
    return Collections.unmodifiableMap(shapes);
  }
}
