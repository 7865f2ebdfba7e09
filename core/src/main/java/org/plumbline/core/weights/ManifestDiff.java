package org.plumbline.core.weights;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.plumbline.core.error.InvalidInputException;

/**
 * In what the tensors of several models differ: names, shapes, types, and the content of integers.
 *
 * @param differences one sentence each; empty if the models may be averaged
 */
public record ManifestDiff(List<String> differences) {

  /** Compares each model with the first. */
  public static ManifestDiff of(List<Weights> models) {
    List<String> differences = new ArrayList<>();
    Weights first = models.getFirst();
    for (Weights other : models.subList(1, models.size())) {
      compare(first, other, differences);
    }
    return new ManifestDiff(List.copyOf(differences));
  }

  /**
   * Throws if there is any difference.
   *
   * @param doing what is refused, for example {@code average 3 models}
   */
  public void requireNone(String doing) {
    if (!differences.isEmpty()) {
      throw new InvalidInputException(
          "cannot %s: their tensors must have the same names, shapes and types, and %d differ. Nothing was written.%n  %s"
              .formatted(doing, differences.size(), String.join("%n  ".formatted(), differences)));
    }
  }

  private static void compare(Weights first, Weights other, List<String> differences) {
    Set<String> names = new LinkedHashSet<>();
    first.tensors().forEach(info -> names.add(info.name()));
    other.tensors().forEach(info -> names.add(info.name()));
    for (String name : names) {
      if (!first.contains(name)) {
        differences.add("%s: only in %s".formatted(name, other.name()));
      } else if (!other.contains(name)) {
        differences.add("%s: in %s, not in %s".formatted(name, first.name(), other.name()));
      } else {
        compare(first, other, first.info(name), other.info(name), differences);
      }
    }
  }

  private static void compare(
      Weights first, Weights other, TensorInfo a, TensorInfo b, List<String> differences) {
    if (!a.equals(b)) {
      differences.add(
          "%s: %s %s in %s, %s %s in %s"
              .formatted(
                  a.name(),
                  a.dtype(),
                  a.shape(),
                  first.name(),
                  b.dtype(),
                  b.shape(),
                  other.name()));
    } else if (!a.dtype().floating() && !first.data(a.name()).equals(other.data(a.name()))) {
      differences.add(
          "%s: %s elements differ between %s and %s, and only floating-point numbers are averaged"
              .formatted(a.name(), a.dtype(), first.name(), other.name()));
    }
  }
}
