package org.plumbline.distill.dedup;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/**
 * Asks another embedding once for each text: rounds of questions are compared with all that came
 * before, again and again.
 */
public final class RememberedEmbedding implements TextEmbedding {
  private final TextEmbedding model;
  private final Map<String, float[]> known = new HashMap<>();

  /** Remembers what this one says. */
  public RememberedEmbedding(TextEmbedding model) {
    this.model = model;
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public float[][] embed(List<String> texts) {
    SequencedSet<String> fresh = new LinkedHashSet<>(texts);
    fresh.removeAll(known.keySet());
    if (!fresh.isEmpty()) {
      List<String> asked = List.copyOf(fresh);
      float[][] vectors = model.embed(asked);
      for (int i = 0; i < Math.min(asked.size(), vectors.length); i++) {
        known.put(asked.get(i), vectors[i]);
      }
    }
    return texts.stream().map(known::get).filter(v -> v != null).toArray(float[][]::new);
  }
}
