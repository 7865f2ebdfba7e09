package org.plumbline.lm.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * How often two tokens are neighbours, kept up to date while pairs are merged.
 *
 * <p>A merge touches only the words that hold the pair. The queue is not: a claim in it that no
 * longer holds is corrected when it comes up, and a pair that grew is entered anew.
 */
final class PairCounts {
  private static final Comparator<Claim> MOST_FREQUENT_FIRST =
      Comparator.comparingLong((Claim claim) -> -claim.count)
          .thenComparingInt(claim -> claim.pair.left)
          .thenComparingInt(claim -> claim.pair.right);

  private final List<Word> words = new ArrayList<>();
  private final Map<Long, Pair> pairs = new HashMap<>();
  private final PriorityQueue<Claim> queue = new PriorityQueue<>(MOST_FREQUENT_FIRST);
  private final Set<Pair> grown = new LinkedHashSet<>();

  /** Two neighbours, how often they occur, and the words in which they ever did. */
  static final class Pair {
    final int left;
    final int right;
    private long count;
    private int[] places = new int[4];
    private int placeCount;

    private Pair(int left, int right) {
      this.left = left;
      this.right = right;
    }

    private void addPlace(int word) {
      // One word's pairs are added in a row, so a repetition can only be the last entry.
      if (placeCount > 0 && places[placeCount - 1] == word) {
        return;
      }
      if (placeCount == places.length) {
        places = Arrays.copyOf(places, placeCount * 2);
      }
      places[placeCount++] = word;
    }
  }

  private record Claim(Pair pair, long count) {}

  private static final class Word {
    private final int[] ids;
    private final long count;
    private int length;

    private Word(int[] ids, long count) {
      this.ids = ids;
      this.count = count;
      length = ids.length;
    }

    private void replace(int left, int right, int merged) {
      int out = 0;
      for (int i = 0; i < length; i++) {
        boolean match = i + 1 < length && ids[i] == left && ids[i + 1] == right;
        ids[out++] = match ? merged : ids[i];
        i += match ? 1 : 0;
      }
      length = out;
    }
  }

  /** Adds a word that occurs {@code count} times; the ids are kept and changed. */
  void addWord(int[] ids, long count) {
    Word word = new Word(ids, count);
    words.add(word);
    for (int at = 0; at + 1 < ids.length; at++) {
      Pair pair = pairAt(word, at);
      pair.count += count;
      pair.addPlace(words.size() - 1);
      grown.add(pair);
    }
  }

  /** The most frequent pair, of several the one with the smallest ids; empty if all are rarer. */
  Optional<Pair> pollMostFrequent(long leastFrequency) {
    grown.forEach(pair -> queue.add(new Claim(pair, pair.count)));
    grown.clear();
    for (Claim claim = queue.poll(); claim != null; claim = queue.poll()) {
      if (claim.count != claim.pair.count) {
        queue.add(new Claim(claim.pair, claim.pair.count));
      } else {
        return claim.count < leastFrequency ? Optional.empty() : Optional.of(claim.pair);
      }
    }
    return Optional.empty();
  }

  /** Makes one token of every occurrence of the pair. */
  void merge(Pair pair, int merged) {
    for (int i = 0; i < pair.placeCount; i++) {
      int place = pair.places[i];
      Word word = words.get(place);
      // Counting the whole word anew is plain and exact; words are short.
      for (int at = 0; at + 1 < word.length; at++) {
        pairAt(word, at).count -= word.count;
      }
      word.replace(pair.left, pair.right, merged);
      for (int at = 0; at + 1 < word.length; at++) {
        Pair now = pairAt(word, at);
        now.count += word.count;
        if (now.left == merged || now.right == merged) {
          now.addPlace(place);
          grown.add(now);
        }
      }
    }
    pairs.remove(key(pair.left, pair.right));
  }

  private Pair pairAt(Word word, int at) {
    int left = word.ids[at];
    int right = word.ids[at + 1];
    return pairs.computeIfAbsent(key(left, right), k -> new Pair(left, right));
  }

  private static long key(int left, int right) {
    return ((long) left << 32) | right;
  }
}
