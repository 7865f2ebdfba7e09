package org.plumbline.core.metric;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.List;

/**
 * chrF from 0 to 100 as sacrebleu 2.6 defines it (Popovic 2015): the F score of runs of characters,
 * white space left out, and of words too for chrF++ (Popovic 2017).
 *
 * <p>Precisions and recalls are averaged over the orders that both texts are long enough for, then
 * F is taken of the two means. Chinese needs no segmenter for its characters; the words of chrF++
 * are those between blanks, so that a Chinese clause is one of them.
 *
 * @param characterOrder longest runs of characters, usually 6
 * @param wordOrder longest runs of words, 0 for chrF and 2 for chrF++
 * @param beta how many times recall weighs what precision does, usually 2
 */
public record Chrf(int characterOrder, int wordOrder, double beta) {
  /** chrF: characters alone. */
  public static final Chrf USUAL = new Chrf(6, 0, 2);

  /** chrF++: words and pairs of words too. */
  public static final Chrf PLUS_PLUS = new Chrf(6, 2, 2);

  /** Numbers of one order: the text's runs, the reference's, and those that both have. */
  private static final int NUMBERS = 3;

  public Chrf {
    require(
        characterOrder >= 1 && wordOrder >= 0 && beta > 0,
        "chrF needs runs of at least 1 character, of 0 or more words, and a positive beta (got %d, %d and %s)",
        characterOrder,
        wordOrder,
        beta);
  }

  /** How many numbers {@link #counts} gives: three for each order, of characters first. */
  public int width() {
    return NUMBERS * (characterOrder + wordOrder);
  }

  /**
   * What the score is computed from, against the reference for which it is highest, the first of
   * several; add those of many texts for the score of a corpus, [3 * orders].
   *
   * @param references at least one
   */
  public long[] counts(String text, List<String> references) {
    return counts(new TextCounts(new ComparedTexts(text, references)));
  }

  long[] counts(TextCounts texts) {
    NgramMatches characters = texts.characters(characterOrder);
    NgramMatches words =
        wordOrder == 0
            ? NgramMatches.of(List.of(), List.of(), 0)
            : NgramMatches.of(
                words(texts.text()),
                texts.references().stream().map(Chrf::words).toList(),
                wordOrder);
    long[] best = {};
    double highest = -1;
    for (int r = 0; r < characters.references(); r++) {
      long[] counts = against(r, characters, words);
      double score = of(counts);
      if (score > highest) {
        highest = score;
        best = counts;
      }
    }
    return best;
  }

  /** The score; 0 if nothing matches. */
  public double of(long[] counts) {
    double precision = 0;
    double recall = 0;
    int used = 0;
    for (int at = 0; at < counts.length; at += NUMBERS) {
      if (counts[at] > 0 && counts[at + 1] > 0) {
        precision += (double) counts[at + 2] / counts[at];
        recall += (double) counts[at + 2] / counts[at + 1];
        used++;
      }
    }
    if (precision + recall == 0) {
      return 0;
    }
    precision /= used;
    recall /= used;
    double weight = beta * beta;
    return 100 * ((1 + weight) * precision * recall / (weight * precision + recall));
  }

  private long[] against(int reference, NgramMatches characters, NgramMatches words) {
    long[] counts = new long[width()];
    for (int n = 1; n <= characterOrder; n++) {
      fill(counts, n - 1, n, reference, characters);
    }
    for (int n = 1; n <= wordOrder; n++) {
      fill(counts, characterOrder + n - 1, n, reference, words);
    }
    return counts;
  }

  private static void fill(long[] counts, int place, int n, int reference, NgramMatches found) {
    int wanted = found.total(n, reference);
    // Runs do not count against a text whose reference has none of this length.
    counts[NUMBERS * place] = wanted == 0 ? 0 : found.total(n);
    counts[NUMBERS * place + 1] = wanted;
    counts[NUMBERS * place + 2] = found.common(n, reference);
  }

  /** Words between blanks; a mark at the end of one, or else at its beginning, stands alone. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : Blanks.split(text)) {
      int last = word.length() - 1;
      if (word.codePointCount(0, word.length()) == 1) {
        words.add(word);
      } else if (isMark(word.charAt(last))) {
        words.add(word.substring(0, last));
        words.add(word.substring(last));
      } else if (isMark(word.charAt(0))) {
        words.add(word.substring(0, 1));
        words.add(word.substring(1));
      } else {
        words.add(word);
      }
    }
    return words;
  }

  /** ASCII punctuation. */
  static boolean isMark(char c) {
    return c >= '!' && c <= '/'
        || c >= ':' && c <= '@'
        || c >= '[' && c <= '`'
        || c >= '{' && c <= '~';
  }

  /** How reports name it. */
  public String label() {
    return "chrF" + "+".repeat(wordOrder);
  }

  /**
   * What must be told with a score so that another can be compared with it.
   *
   * @param references of each text: their number, or {@code var}
   */
  public String signature(String references) {
    return "nrefs:%s|case:mixed|eff:yes|nc:%d|nw:%d|space:no|version:2.6.0"
        .formatted(references, characterOrder, wordOrder);
  }
}
