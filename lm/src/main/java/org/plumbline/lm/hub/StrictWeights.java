package org.plumbline.lm.hub;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.weights.TensorInfo;
import org.plumbline.core.weights.Weights;
import org.plumbline.lm.model.TensorFile;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/** Weights as the configuration wants them, all of them and no others, as 32-bit floats. */
final class StrictWeights {
  private final Weights weights;
  private final Family family;
  private final Map<String, String> nameInFile = new HashMap<>();
  private final List<String> faults = new ArrayList<>();

  StrictWeights(Weights weights, Family family) {
    this.weights = weights;
    this.family = family;
  }

  /**
   * Loads these parameters and tolerates no others.
   *
   * @param alsoThere further names that may be in the file
   * @throws InvalidInputException with everything that is missing, of another shape, or unexpected
   */
  Parameters loadAll(Map<String, long[]> shapes, Set<String> alsoThere) {
    requireAll(shapes, alsoThere);
    return loaded(shapes);
  }

  /** Loads these parameters, whatever else there is. */
  Parameters load(Map<String, long[]> shapes) {
    name(shapes.keySet());
    requireThere(shapes);
    return loaded(shapes);
  }

  /** What {@link #loadAll} checks, without reading a number. */
  void requireAll(Map<String, long[]> shapes, Set<String> alsoThere) {
    name(shapes.keySet());
    nameInFile.forEach(
        (plain, inFile) -> {
          if (!shapes.containsKey(plain) && !alsoThere.contains(plain) && !family.ignores(plain)) {
            faults.add("'%s' is unexpected".formatted(inFile));
          }
        });
    requireThere(shapes);
  }

  private void requireThere(Map<String, long[]> shapes) {
    shapes.forEach(this::check);
    if (!faults.isEmpty()) {
      throw new InvalidInputException(
          "the weights '%s' are not those that config.json describes:%n  %s"
              .formatted(
                  weights.name(),
                  String.join("%n  ".formatted(), faults.stream().sorted().toList())));
    }
  }

  private Parameters loaded(Map<String, long[]> shapes) {
    Parameters parameters = new Parameters();
    Scope.withoutGradients(
        () ->
            shapes.forEach(
                (name, shape) ->
                    parameters.add(name, tensor(nameInFile.getOrDefault(name, name), shape))));
    return parameters;
  }

  private void name(Set<String> wanted) {
    for (TensorInfo info : weights.tensors()) {
      nameInFile.put(family.plain(info.name(), wanted), info.name());
    }
  }

  private void check(String name, long[] shape) {
    String inFile = nameInFile.get(name);
    if (inFile == null) {
      faults.add("'%s' is missing".formatted(name));
      return;
    }
    TensorInfo info = weights.info(inFile);
    if (!Arrays.equals(info.dimensions(), shape)) {
      faults.add(
          "'%s' must have shape %s (got %s)"
              .formatted(inFile, Arrays.toString(shape), info.shape()));
    } else if (!info.dtype().floating()) {
      faults.add("'%s' must hold floating-point numbers (got %s)".formatted(inFile, info.dtype()));
    }
  }

  private Tensor tensor(String inFile, long[] shape) {
    Tensor tensor = Tensor.keptUnset(shape);
    TensorFile.copy(weights, inFile, tensor);
    return tensor;
  }
}
