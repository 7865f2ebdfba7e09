package org.plumbline.distill.dedup;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Finds texts whose signatures agree in a whole band with that of a new one. */
final class BandIndex {
  private final Banding banding;
  private final Map<Long, List<Integer>> texts = new HashMap<>();

  BandIndex(Banding banding) {
    this.banding = banding;
  }

  void add(int text, long[] signature) {
    for (int band = 0; band < banding.bands(); band++) {
      texts.computeIfAbsent(banding.key(signature, band), key -> new ArrayList<>(1)).add(text);
    }
  }

  /** Those that share a band, each once, in the order of their numbers. */
  IntStream sharing(long[] signature) {
    BitSet found = new BitSet();
    for (int band = 0; band < banding.bands(); band++) {
      texts.getOrDefault(banding.key(signature, band), List.of()).forEach(found::set);
    }
    return found.stream();
  }
}
