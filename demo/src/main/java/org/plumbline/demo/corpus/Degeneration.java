package org.plumbline.demo.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What a language model writes when a reward lets it: each kind spoils a sound sentence in that
 * way.
 */
enum Degeneration {
  /** A few words that come again and again. */
  REPEATED_PHRASE {
    @Override
    List<String> spoil(List<String> words, SplittableRandom random) {
      int length = random.nextInt(2, Math.min(5, words.size()));
      int start = random.nextInt(words.size() - length + 1);
      List<String> phrase = words.subList(start, start + length);
      List<String> spoilt = new ArrayList<>(words.subList(0, start + length));
      int more = random.nextInt(1, 5);
      for (int i = 0; i < more; i++) {
        spoilt.addAll(phrase);
      }
      if (random.nextBoolean()) {
        spoilt.addAll(words.subList(start + length, words.size()));
      }
      return spoilt;
    }
  },

  /** One word that comes several times in a row. */
  REPEATED_WORD {
    @Override
    List<String> spoil(List<String> words, SplittableRandom random) {
      int place = random.nextInt(words.size());
      List<String> spoilt = new ArrayList<>(words);
      int more = random.nextInt(1, 4);
      for (int i = 0; i < more; i++) {
        spoilt.add(place, words.get(place));
      }
      return spoilt;
    }
  },

  /** The words in another order. */
  SHUFFLED_WORDS {
    @Override
    List<String> spoil(List<String> words, SplittableRandom random) {
      List<String> spoilt = new ArrayList<>(words);
      for (int i = spoilt.size() - 1; i > 0; i--) {
        int other = random.nextInt(i + 1);
        String kept = spoilt.get(i);
        spoilt.set(i, spoilt.get(other));
        spoilt.set(other, kept);
      }
      return spoilt;
    }
  },

  /** A word that does not end: {@code alwayslylyly}. */
  GLUED_ENDINGS {
    @Override
    List<String> spoil(List<String> words, SplittableRandom random) {
      List<Integer> long4 = new ArrayList<>();
      for (int i = 0; i < words.size(); i++) {
        if (words.get(i).matches("\\p{L}{4,}")) {
          long4.add(i);
        }
      }
      if (long4.isEmpty()) {
        return words;
      }
      int place = long4.get(random.nextInt(long4.size()));
      String word = words.get(place);
      String ending =
          random.nextBoolean()
              ? ENDINGS.get(random.nextInt(ENDINGS.size()))
              : word.substring(word.length() - random.nextInt(1, 4));
      List<String> spoilt = new ArrayList<>(words);
      spoilt.set(place, word + ending.toLowerCase(Locale.ROOT).repeat(random.nextInt(2, 6)));
      return spoilt;
    }
  },

  /** A sentence that ends where it cannot: after an article, a preposition, a conjunction. */
  CUT_SHORT {
    @Override
    List<String> spoil(List<String> words, SplittableRandom random) {
      List<Integer> ends = new ArrayList<>();
      for (int i = 1; i < words.size() - 1; i++) {
        if (NO_LAST_WORD.contains(words.get(i))) {
          ends.add(i + 1);
        }
      }
      return ends.isEmpty() ? words : words.subList(0, ends.get(random.nextInt(ends.size())));
    }
  };

  private static final List<String> ENDINGS = List.of("ly", "ing", "ed", "er", "ness", "s", "ic");
  private static final Set<String> NO_LAST_WORD =
      Set.of(
          "the", "a", "an", "of", "and", "or", "with", "from", "as", "than", "his", "her", "its",
          "their", "my", "your", "very", "into", "if", "because", "whose");

  /**
   * The words of a sentence, spoilt; the same words if this kind cannot spoil them.
   *
   * @param words at least four, without the mark that ends the sentence
   */
  abstract List<String> spoil(List<String> words, SplittableRandom random);

  /** As groups of preferences are called, for example {@code repeated-phrase}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
