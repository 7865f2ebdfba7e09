package org.plumbline.lm.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.plumbline.lm.seq2seq.BeamSearch.Hypothesis;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/** Compares what a model gives with what is expected, and keeps a result for each respect. */
final class Checklist {
  private final Tolerances tolerances;
  private final List<CheckResult> results = new ArrayList<>();

  Checklist(Tolerances tolerances) {
    this.tolerances = tolerances;
  }

  List<CheckResult> results() {
    return List.copyOf(results);
  }

  /** Logits, scores or hidden states, any lists of numbers of the same total length. */
  void outputs(String what, JsonNode expected, float[] got) {
    outputs(what, expected, got, 1);
  }

  /** As above, with a multiple of the tolerance. */
  void outputs(String what, JsonNode expected, float[] got, double factor) {
    Comparison comparison = new Comparison(what);
    comparison.all(ExpectedFile.numbers(expected), got, factor * tolerances.logits());
    results.add(comparison.result());
  }

  /** A loss. */
  void loss(String what, JsonNode expected, double got) {
    loss(what, expected, got, 1);
  }

  /** As above, with a multiple of the tolerance. */
  void loss(String what, JsonNode expected, double got, double factor) {
    Comparison comparison = new Comparison(what);
    comparison.compare("", expected.asDouble(), got, factor * tolerances.loss());
    results.add(comparison.result());
  }

  /** Losses of several sequences. */
  void losses(String what, JsonNode expected, double[] got) {
    Comparison comparison = new Comparison(what);
    double[] wanted = ExpectedFile.numbers(expected);
    for (int i = 0; i < wanted.length; i++) {
      comparison.compare("sequence " + i, wanted[i], got[i], tolerances.loss());
    }
    results.add(comparison.result());
  }

  /** Sequences of ids, which must be equal. */
  void ids(String what, JsonNode expected, List<int[]> got) {
    ids(what, ExpectedFile.lists(expected), got);
  }

  /** Sequences of ids, which must be equal. */
  void ids(String what, List<int[]> expected, List<int[]> got) {
    Comparison comparison = new Comparison(what);
    for (int r = 0; r < expected.size(); r++) {
      int[] wanted = expected.get(r);
      int different = Arrays.mismatch(wanted, got.get(r));
      for (int t = 0; t < wanted.length; t++) {
        boolean same = different < 0 || t < different;
        comparison.compare("sequence %d, token %d".formatted(r, t), 0, same ? 0 : 1, 0);
      }
      if (different == wanted.length) {
        comparison.missing("sequence %d goes on after its end".formatted(r));
      }
    }
    results.add(comparison.result());
  }

  /**
   * Gradients of all parameters of a model.
   *
   * @param expected as below
   */
  void gradients(JsonNode expected, Parameters parameters) {
    gradients(expected, parameters.asMap());
  }

  /**
   * Texts that a search found, best first. Where scores lie so near each other that they count as
   * equal, either order passes.
   */
  void texts(String what, JsonNode expected, JsonNode scores, List<Hypothesis> found) {
    List<int[]> wanted = ExpectedFile.lists(expected);
    Comparison comparison = new Comparison(what);
    for (int r = 0; r < wanted.size(); r++) {
      int[] ids = wanted.get(r);
      double score = scores.path(r).asDouble();
      boolean there =
          found.stream()
              .anyMatch(
                  text ->
                      Math.abs(text.score() - score) <= tolerances.logits()
                          && Arrays.equals(text.ids(), ids));
      comparison.compare(there ? "" : "text " + r, 0, there ? 0 : 1, 0);
    }
    results.add(comparison.result());
  }

  /**
   * Gradients: the norm over all parameters, and of each its norm and first values.
   *
   * @param expected {@code global_norm}, and {@code parameters} by their names in files
   */
  void gradients(JsonNode expected, Map<String, Tensor> parameters) {
    double squares = 0;
    Comparison norms = new Comparison("gradient norms");
    Comparison heads = new Comparison("gradient values");
    for (Tensor tensor : parameters.values()) {
      squares += square(tensor.gradient().toFloats());
    }
    Comparison global = new Comparison("global gradient norm");
    compareGradient(global, "", expected.path("global_norm").asDouble(), Math.sqrt(squares));
    expected
        .path("parameters")
        .properties()
        .forEach(entry -> gradient(entry.getKey(), entry.getValue(), parameters, norms, heads));
    results.addAll(List.of(global.result(), norms.result(), heads.result()));
  }

  private void gradient(
      String name,
      JsonNode expected,
      Map<String, Tensor> parameters,
      Comparison norms,
      Comparison heads) {
    Tensor tensor = parameters.get(name);
    if (tensor == null) {
      norms.missing("the model has no parameter '%s'".formatted(name));
      return;
    }
    long[] shape =
        Arrays.stream(ExpectedFile.integers(expected.path("shape"))).asLongStream().toArray();
    if (!Arrays.equals(shape, tensor.shape())) {
      norms.missing("the shape of '%s' is %s".formatted(name, Arrays.toString(tensor.shape())));
      return;
    }
    float[] gradient = tensor.gradient().toFloats();
    compareGradient(norms, name, expected.path("norm").asDouble(), Math.sqrt(square(gradient)));
    double[] head = ExpectedFile.numbers(expected.path("head"));
    for (int i = 0; i < head.length; i++) {
      compareGradient(heads, name, head[i], gradient[i]);
    }
  }

  private void compareGradient(Comparison to, String where, double expected, double got) {
    to.compare(
        where,
        expected,
        got,
        tolerances.gradient() + tolerances.gradientShare() * Math.abs(expected));
  }

  private static double square(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum;
  }
}
