package org.plumbline.distill.build;

import java.util.List;
import java.util.Map;

/**
 * Pairs in three parts, and what became of all others.
 *
 * @param parts items of each part, in the order in which they came in
 * @param dropped the others, in the order of the stages
 * @param offered pairs before the first filter, by source
 * @param groups of items that were dealt out as wholes
 */
public record Corpus(
    Map<Part, List<CorpusItem>> parts,
    List<Dropped> dropped,
    Map<String, Integer> offered,
    int groups) {

  /** Items of a part. */
  public List<CorpusItem> part(Part part) {
    return parts.getOrDefault(part, List.of());
  }

  /** How many pairs all parts hold. */
  public int size() {
    return parts.values().stream().mapToInt(List::size).sum();
  }
}
