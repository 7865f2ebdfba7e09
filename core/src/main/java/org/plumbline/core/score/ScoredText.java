package org.plumbline.core.score;

import java.util.Locale;
import java.util.Set;
import org.plumbline.core.data.Exchange;

/**
 * What of an exchange is scored, by every reward alike: prompt and completion as one text, cut
 * after the first sentence end that lies in the completion.
 *
 * <p>A sentence ends at {@code .}, {@code !}, {@code ?} or {@code …} (a run of them is one end),
 * with the closing quotes and brackets that follow it, if then the text ends or white space comes.
 * A decimal point is followed by a digit and so is none. A single full stop ends no sentence
 *
 * <ul>
 *   <li>after a title or a word that points on ({@code Mr.}, {@code e.g.}), not even at the end of
 *       the text;
 *   <li>after a number that begins a line ({@code 1. Wash the rice}), likewise;
 *   <li>after a capital letter by itself other than {@code I}, or several with stops ({@code J.
 *       Smith}, {@code U.S.}), if something follows;
 *   <li>after {@code No.}, {@code Fig.}, the short name of a month and the like, before a digit;
 *   <li>after {@code etc.}, {@code p.m.}, {@code Inc.} and the like, before a small letter or a
 *       digit.
 * </ul>
 *
 * <p>Three full stops or an ellipsis before a small letter are a pause.
 *
 * <p>What follows the first end is no part of the text: a policy can neither gain nor lose by it.
 *
 * @param text the text that is scored, without white space at its end
 * @param finished whether a sentence ends in the completion
 * @param empty whether the completion holds no letter or digit before that end
 */
public record ScoredText(String text, boolean finished, boolean empty) {
  private static final String ENDS = ".!?…";
  private static final String OPENERS = "\"'“‘«([{";
  private static final String CLOSERS = "\"'”’»)]}";

  /** In lower case and without their last full stop: what never ends a sentence. */
  private static final Set<String> POINTING_ON =
      Set.of(
          "mr", "mrs", "ms", "dr", "prof", "st", "mt", "rev", "hon", "gen", "col", "capt", "lt",
          "sgt", "gov", "sen", "messrs", "vs", "cf", "e.g", "i.e", "viz", "ca", "approx");

  private static final Set<String> BEFORE_NUMBERS =
      Set.of(
          "no", "nos", "fig", "figs", "eq", "pp", "p", "vol", "ch", "jan", "feb", "mar", "apr",
          "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec");

  private static final Set<String> WITHIN_SENTENCES =
      Set.of("etc", "a.m", "p.m", "inc", "ltd", "co", "corp", "jr", "sr", "ph.d", "b.c", "a.d");

  /** The scored part of an exchange. */
  public static ScoredText of(Exchange exchange) {
    String all = exchange.text();
    int start = exchange.prompt().length();
    int end = firstEnd(all, start);
    String scored = (end < 0 ? all : all.substring(0, end)).stripTrailing();
    String own = all.substring(start, end < 0 ? all.length() : end);
    return new ScoredText(scored, end >= 0, own.chars().noneMatch(Character::isLetterOrDigit));
  }

  /** The same part as an exchange with the same prompt, for a scorer that looks at both. */
  static Exchange cut(Exchange exchange) {
    String text = of(exchange).text;
    return text.length() < exchange.prompt().length()
        ? new Exchange(exchange.prompt(), "")
        : new Exchange(exchange.prompt(), text.substring(exchange.prompt().length()));
  }

  /**
   * Index after the first sentence end at or after {@code start}, with its closing marks; -1 if
   * there is none.
   */
  private static int firstEnd(String text, int start) {
    for (int i = start; i < text.length(); i++) {
      if (ENDS.indexOf(text.charAt(i)) < 0) {
        continue;
      }
      int marks = i;
      while (marks < text.length() && ENDS.indexOf(text.charAt(marks)) >= 0) {
        marks++;
      }
      int close = marks;
      while (close < text.length() && CLOSERS.indexOf(text.charAt(close)) >= 0) {
        close++;
      }
      if (endsSentence(text, i, marks, close)) {
        return close;
      }
      i = close - 1;
    }
    return -1;
  }

  private static boolean endsSentence(String text, int first, int marks, int close) {
    String after = text.substring(close).stripLeading();
    boolean singleStop = text.charAt(first) == '.' && close == first + 1;
    if (singleStop && isAbbreviation(text, first, after)) {
      return false;
    }
    if (after.isEmpty()) {
      return true;
    }
    boolean pause = marks - first >= 3 || text.charAt(first) == '…';
    return Character.isWhitespace(text.charAt(close))
        && !(pause && Character.isLowerCase(after.charAt(0)));
  }

  private static boolean isAbbreviation(String text, int stop, String after) {
    int start = stop;
    while (start > 0 && !Character.isWhitespace(text.charAt(start - 1))) {
      start--;
    }
    boolean startsLine = start == 0 || text.charAt(start - 1) == '\n';
    while (start < stop && OPENERS.indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    String word = text.substring(start, stop);
    String small = word.toLowerCase(Locale.ROOT);
    boolean listNumber = startsLine && !word.isEmpty() && word.chars().allMatch(Character::isDigit);
    if (listNumber || POINTING_ON.contains(small)) {
      return true;
    }
    if (after.isEmpty()) {
      return false;
    }
    char next = after.charAt(0);
    boolean initial =
        word.length() == 1 && Character.isUpperCase(word.charAt(0)) && !word.equals("I");
    return initial
        || isDottedCapitals(word)
        || (Character.isDigit(next) && BEFORE_NUMBERS.contains(small))
        || ((Character.isDigit(next) || Character.isLowerCase(next))
            && WITHIN_SENTENCES.contains(small));
  }

  /**
   * Whether the word is capitals with full stops between them, as {@code U.S} before its last one.
   */
  private static boolean isDottedCapitals(String word) {
    if (word.length() < 3 || word.length() % 2 == 0) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (i % 2 == 0 ? !Character.isUpperCase(c) : c != '.') {
        return false;
      }
    }
    return true;
  }
}
