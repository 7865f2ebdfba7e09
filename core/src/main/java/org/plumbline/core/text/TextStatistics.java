package org.plumbline.core.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be counted in a text without judging it: the marks that a gamed reward leaves (Helping
 * or Herding, section 6).
 *
 * @param characters length in characters
 * @param words length in words: runs of letters, digits and the marks inside them
 * @param distinctOne share of different words among the words, 0 to 1; 1 for a text without words
 * @param distinctTwo share of different pairs of words among the pairs
 * @param distinctThree share of different triples of words among the triples
 * @param repeated share of the words that lie in the occurrences of the longest run of words that
 *     occurs more than once without overlap; 0 if no run of at least two does
 * @param repetition share of the words that are the same as the word before
 * @param list whether some line begins as an item of a list does
 * @param numeric share of the words that hold a digit
 */
public record TextStatistics(
    int characters,
    int words,
    double distinctOne,
    double distinctTwo,
    double distinctThree,
    double repeated,
    double repetition,
    boolean list,
    double numeric) {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’.,-][\\p{L}\\p{N}]+)*");
  private static final Pattern LIST_ITEM =
      Pattern.compile("^[ \\t]*(?:[-*•]|\\(?(?:\\d{1,3}|[a-z])[.)])[ \\t]+\\S", Pattern.MULTILINE);

  /** Counts a text. */
  public static TextStatistics of(String text) {
    List<String> words = words(text);
    int same = 0;
    int digits = 0;
    for (int i = 0; i < words.size(); i++) {
      same += i > 0 && words.get(i).equals(words.get(i - 1)) ? 1 : 0;
      digits += words.get(i).chars().anyMatch(Character::isDigit) ? 1 : 0;
    }
    int count = Math.max(1, words.size());
    return new TextStatistics(
        text.length(),
        words.size(),
        distinct(words, 1),
        distinct(words, 2),
        distinct(words, 3),
        repeatedShare(words),
        (double) same / count,
        LIST_ITEM.matcher(text).find(),
        (double) digits / count);
  }

  /** The words of a text in small letters. */
  public static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group().toLowerCase(Locale.ROOT));
    }
    return words;
  }

  /**
   * Share of different runs of n words among all runs, over several texts together.
   *
   * <p>Low if the texts say the same; runs never cross from one text into the next.
   */
  public static double distinct(Iterable<String> texts, int n) {
    Set<List<String>> different = new HashSet<>();
    long all = 0;
    for (String text : texts) {
      all += addRuns(words(text), n, different);
    }
    return all == 0 ? 1 : (double) different.size() / all;
  }

  /**
   * Length of the longest run of characters that is in both texts: how much is copied.
   *
   * @return in characters; time grows with the product of the lengths
   */
  public static int longestCommonSubstring(String a, String b) {
    int[] ending = new int[b.length() + 1];
    int longest = 0;
    for (int i = 1; i <= a.length(); i++) {
      for (int j = b.length(); j >= 1; j--) {
        ending[j] = a.charAt(i - 1) == b.charAt(j - 1) ? ending[j - 1] + 1 : 0;
        longest = Math.max(longest, ending[j]);
      }
    }
    return longest;
  }

  private static double distinct(List<String> words, int n) {
    Set<List<String>> different = new HashSet<>();
    long all = addRuns(words, n, different);
    return all == 0 ? 1 : (double) different.size() / all;
  }

  private static long addRuns(List<String> words, int n, Set<List<String>> runs) {
    for (int i = 0; i + n <= words.size(); i++) {
      runs.add(words.subList(i, i + n));
    }
    return Math.max(0, words.size() - n + 1);
  }

  private static double repeatedShare(List<String> words) {
    for (int n = words.size() / 2; n >= 2; n--) {
      int most = mostOccurrences(words, n);
      if (most > 1) {
        return (double) most * n / words.size();
      }
    }
    return 0;
  }

  /** How often the commonest run of n words occurs without overlapping itself. */
  private static int mostOccurrences(List<String> words, int n) {
    Map<List<String>, int[]> seen = new HashMap<>();
    int most = 0;
    for (int i = 0; i + n <= words.size(); i++) {
      int start = i;
      int[] countAndEnd = seen.computeIfAbsent(words.subList(i, i + n), k -> new int[2]);
      if (countAndEnd[0] == 0 || start >= countAndEnd[1]) {
        countAndEnd[0]++;
        countAndEnd[1] = start + n;
      }
      most = Math.max(most, countAndEnd[0]);
    }
    return most;
  }
}
