package org.plumbline.distill.dedup;

import static org.plumbline.core.error.Require.require;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.dedup.Duplicate.Method;

/** Resemblance by the cosine of embeddings: found by random hyperplanes, verified by the cosine. */
final class NearEmbeddings implements NearTexts {
  private static final int BATCH = 256;

  /** Fixed, so that the same texts have the same duplicates in every run. */
  private static final Seeds PLANES = new Seeds(0).child("hyperplanes");

  private final Map<Integer, float[]> unit;
  private final Hyperplanes planes;
  private final BandIndex index;
  private final double threshold;

  private NearEmbeddings(Map<Integer, float[]> unit, int length, double threshold) {
    this.unit = unit;
    this.planes = new Hyperplanes(length, PLANES.stream("normals"));
    this.index = new BandIndex(Banding.of(Hyperplanes.PLANES, Hyperplanes.agreement(threshold)));
    this.threshold = threshold;
  }

  /** Embeds the first text of each that fold alike. */
  static NearEmbeddings of(
      List<Candidate> texts, List<FoldedText> folded, TextEmbedding model, double threshold) {
    Map<String, Integer> first = new LinkedHashMap<>();
    for (int text = 0; text < texts.size(); text++) {
      first.putIfAbsent(folded.get(text).text(), text);
    }
    List<Integer> different = List.copyOf(first.values());
    Map<Integer, float[]> unit = new LinkedHashMap<>();
    int length = 0;
    for (int begin = 0; begin < different.size(); begin += BATCH) {
      List<Integer> batch = different.subList(begin, Math.min(begin + BATCH, different.size()));
      float[][] vectors = model.embed(batch.stream().map(text -> texts.get(text).text()).toList());
      require(
          vectors.length == batch.size(),
          "'%s' must give a vector for each text (gave %d for %d); use another model",
          model.name(),
          vectors.length,
          batch.size());
      for (int i = 0; i < vectors.length; i++) {
        length = length == 0 ? vectors[i].length : length;
        unit.put(batch.get(i), ofLengthOne(vectors[i], length, model));
      }
    }
    return new NearEmbeddings(unit, length, threshold);
  }

  private static float[] ofLengthOne(float[] vector, int length, TextEmbedding model) {
    double norm = Math.sqrt(dot(vector, vector));
    require(
        vector.length == length && norm > 0 && Double.isFinite(norm),
        "'%s' must give finite vectors of one length and a norm above 0 (gave length %d after %d, norm %s); use another model",
        model.name(),
        vector.length,
        length,
        norm);
    float[] unit = new float[length];
    for (int i = 0; i < length; i++) {
      unit[i] = (float) (vector[i] / norm);
    }
    return unit;
  }

  @Override
  public Method method() {
    return Method.EMBEDDING;
  }

  @Override
  public Optional<Found> nearest(int text, IntPredicate mayResemble) {
    float[] vector = vector(text);
    return Found.best(
        index.sharing(planes.signature(vector)).filter(mayResemble),
        other -> Math.min(1, dot(vector, vector(other))),
        threshold);
  }

  @Override
  public void keep(int text) {
    index.add(text, planes.signature(vector(text)));
  }

  private float[] vector(int text) {
    float[] vector = unit.get(text);
    if (vector == null) {
      throw new IllegalStateException("only the first of equal texts is looked at");
    }
    return vector;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
