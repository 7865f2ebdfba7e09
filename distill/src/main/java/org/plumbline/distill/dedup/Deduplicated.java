package org.plumbline.distill.dedup;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.plumbline.distill.dedup.Duplicate.Method;

/**
 * What is left of candidates, and what became of the others.
 *
 * @param kept ids, by rank and then by id; no two of them are duplicates of each other
 * @param duplicates the others, each with the kept one that it resembles most; in the same order
 */
public record Deduplicated(List<String> kept, List<Duplicate> duplicates) {

  public Deduplicated {
    kept = List.copyOf(kept);
    duplicates = List.copyOf(duplicates);
  }

  /** The kept ids, to look one up. */
  public Set<String> keptIds() {
    return new TreeSet<>(kept);
  }

  /** How many duplicates each method found; every method has a count. */
  public Map<Method, Integer> counts() {
    Map<Method, Integer> counts = new EnumMap<>(Method.class);
    for (Method method : Method.values()) {
      counts.put(method, 0);
    }
    duplicates.forEach(duplicate -> counts.merge(duplicate.method(), 1, Integer::sum));
    return counts;
  }
}
