package org.plumbline.align.reward;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.core.data.Preference;

/**
 * Pairs by which reward models are measured one after another.
 *
 * <p>What lies below the trained layers is computed for the first of several models that share it,
 * and kept for the others as far as memory allows.
 */
public final class TestPairs implements AutoCloseable {
  private final List<Preference> pairs;
  private final long cacheBytes;
  private final Map<SharedLayers, LowerLayers> made = new HashMap<>();

  /**
   * Pairs to measure by.
   *
   * @param cacheMegabytes memory that what is kept may take
   */
  public TestPairs(List<Preference> pairs, long cacheMegabytes) {
    this.pairs = List.copyOf(pairs);
    this.cacheBytes = cacheMegabytes * 1_000_000;
  }

  /** Number of pairs. */
  public int size() {
    return pairs.size();
  }

  /** The model's raw scores; the model stays open as long as this is. */
  public PairScores scoresOf(RewardModel model) {
    return PairScores.split(
        model.rawScores(made.computeIfAbsent(SharedLayers.of(model), key -> lower(key, model))));
  }

  private LowerLayers lower(SharedLayers shared, RewardModel model) {
    List<int[]> texts = model.encode(PairScores.texts(pairs));
    long used = made.values().stream().mapToLong(TestPairs::bytes).sum();
    return used + LowerLayers.bytes(model.trunk(), texts) <= cacheBytes
        ? LowerLayers.cached(model.trunk(), texts, shared.layers(), share -> {})
        : LowerLayers.computed(model.trunk(), texts, shared.layers());
  }

  private static long bytes(LowerLayers lower) {
    return lower instanceof LowerLayers.Cached cached ? cached.bytes() : 0;
  }

  @Override
  public void close() {
    made.values().forEach(LowerLayers::close);
  }
}
