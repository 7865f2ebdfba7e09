package org.plumbline.distill.dedup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * All pairs of texts that are near duplicates of each other; none is missed.
 *
 * <p>Two sets whose Jaccard similarity reaches t have one of the |x| - ceil(t |x|) + 1 rarest
 * elements of each in common (prefix filtering; Chaudhuri, Ganti and Kaushik 2006; Bayardo, Ma and
 * Srikant 2007). Only texts that share one are compared. That is exact, unlike bands of signatures,
 * which is what a split into training and test wants.
 */
public final class NearPairs {
  private final List<FoldedText> texts = new ArrayList<>();
  private final List<Integer> representatives = new ArrayList<>();
  private final List<Pair> pairs = new ArrayList<>();
  private final Deduplication.Options options;

  /**
   * Two texts by their places.
   *
   * @param first the smaller place
   * @param similarity 1 for texts that are equal after folding
   */
  public record Pair(int first, int second, double similarity) {}

  private NearPairs(Deduplication.Options options) {
    this.options = options;
  }

  /**
   * Finds them.
   *
   * @param texts of equal ones, each is paired with the first; what is near to one of them is
   *     paired with the first alone
   */
  public static List<Pair> of(List<String> texts, Deduplication.Options options) {
    NearPairs search = new NearPairs(options);
    search.fold(texts);
    search.compare();
    return List.copyOf(search.pairs);
  }

  /** Pairs equal texts and leaves one of each for the comparison. */
  private void fold(List<String> all) {
    Map<String, Integer> first = new LinkedHashMap<>();
    for (int i = 0; i < all.size(); i++) {
      FoldedText folded = FoldedText.of(all.get(i));
      Integer earlier = first.putIfAbsent(folded.text(), i);
      if (earlier == null) {
        texts.add(folded);
        representatives.add(i);
      } else {
        pairs.add(new Pair(earlier, i, 1));
      }
    }
  }

  private void compare() {
    List<Shingles> shingles =
        texts.stream().map(text -> Shingles.of(text.text(), options.ngram())).toList();
    Map<Long, Integer> frequency = new HashMap<>();
    for (Shingles of : shingles) {
      for (long hash : of.hashes()) {
        frequency.merge(hash, 1, Integer::sum);
      }
    }
    Map<Long, List<Integer>> index = new HashMap<>();
    for (int text = 0; text < shingles.size(); text++) {
      TreeSet<Integer> candidates = new TreeSet<>();
      for (long hash : prefix(shingles.get(text), frequency)) {
        List<Integer> sharing = index.computeIfAbsent(hash, h -> new ArrayList<>(1));
        candidates.addAll(sharing);
        sharing.add(text);
      }
      for (int other : candidates) {
        verify(other, text, shingles);
      }
    }
  }

  private void verify(int first, int second, List<Shingles> shingles) {
    int one = shingles.get(first).hashes().length;
    int two = shingles.get(second).hashes().length;
    boolean sizesFit = Math.min(one, two) >= options.similarity() * Math.max(one, two);
    if (sizesFit && texts.get(first).marks().equals(texts.get(second).marks())) {
      double similarity = shingles.get(first).jaccard(shingles.get(second));
      if (similarity >= options.similarity()) {
        pairs.add(new Pair(representatives.get(first), representatives.get(second), similarity));
      }
    }
  }

  /** The rarest elements, those of one frequency in the order of their hashes. */
  private List<Long> prefix(Shingles shingles, Map<Long, Integer> frequency) {
    int size = shingles.hashes().length;
    int length = size - (int) Math.ceil(options.similarity() * size - 1e-9) + 1;
    return Arrays.stream(shingles.hashes())
        .boxed()
        .sorted(
            Comparator.comparingInt((Long hash) -> frequency.getOrDefault(hash, 0))
                .thenComparing(Comparator.naturalOrder()))
        .limit(Math.min(size, length))
        .toList();
  }
}
