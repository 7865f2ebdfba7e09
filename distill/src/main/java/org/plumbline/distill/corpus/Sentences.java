package org.plumbline.distill.corpus;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where sentences end, in Chinese and in English.
 *
 * <p>A Chinese mark ends one wherever it stands; a Latin full stop only before a blank that
 * something like a new sentence follows, so that {@code 3.5}, {@code /etc/apt.conf}, {@code e.g.}
 * and {@code J. Smith} stay whole. Nothing ends within code or a formula.
 */
final class Sentences {
  private static final String CHINESE_ENDS = "。！？；…｡";
  private static final String LATIN_ENDS = ".!?";
  private static final String CLOSERS = "”’」』）)】》\"']*_";

  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "e.g", "i.e", "cf", "etc", "vs", "mr", "mrs", "ms", "dr", "prof", "st", "fig", "figs",
          "eq", "eqs", "no", "nos", "sec", "ch", "vol", "ed", "eds", "p", "pp", "al", "approx",
          "inc", "ltd", "co", "corp", "dept", "jr", "sr", "resp", "ca", "viz", "u.s", "a.k.a",
          "w.r.t", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov",
          "dec");

  /** Code and formulas within a line. */
  private static final Pattern WHOLE =
      Pattern.compile(
          "`[^`]+`|\\$\\$.+?\\$\\$|\\\\\\(.+?\\\\\\)|\\$[^$\\s](?:[^$\n]*[^$\\s])?\\$(?!\\d)",
          Pattern.DOTALL);

  private Sentences() {}

  /** Indices behind the blanks that follow each sentence; the last is the text's length. */
  static List<Integer> ends(String text) {
    List<Integer> ends = new ArrayList<>();
    BitSet whole = whole(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (whole.get(i)) {
        continue;
      }
      int end = closed(text, i);
      if (CHINESE_ENDS.indexOf(c) >= 0 || LATIN_ENDS.indexOf(c) >= 0 && endsLatin(text, i, end)) {
        end = withoutBlanks(text, end);
        ends.add(end);
        i = end - 1;
      }
    }
    if (ends.isEmpty() || ends.getLast() < text.length()) {
      ends.add(text.length());
    }
    return ends;
  }

  private static BitSet whole(String text) {
    BitSet whole = new BitSet();
    WHOLE.matcher(text).results().forEach(found -> whole.set(found.start(), found.end()));
    return whole;
  }

  /** Behind further marks and what closes quotations and brackets. */
  private static int closed(String text, int mark) {
    int end = mark + 1;
    while (end < text.length()
        && (CHINESE_ENDS + LATIN_ENDS + CLOSERS).indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    return end;
  }

  private static int withoutBlanks(String text, int from) {
    int end = from;
    while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean endsLatin(String text, int mark, int end) {
    int begins = withoutBlanks(text, end);
    if (begins == text.length()) {
      return true;
    }
    int next = text.codePointAt(begins);
    boolean stop = text.charAt(mark) == '.';
    if (begins == end) {
      return !stop && TextWidth.isWide(next);
    }
    return !Character.isLowerCase(next) && !(stop && abbreviates(text, mark));
  }

  private static boolean abbreviates(String text, int stop) {
    int begin = stop;
    while (begin > 0
        && (Character.isLetterOrDigit(text.charAt(begin - 1)) || text.charAt(begin - 1) == '.')) {
      begin--;
    }
    String word = text.substring(begin, stop);
    boolean initial = word.length() == 1 && Character.isUpperCase(word.charAt(0));
    boolean number = begin == 0 && word.matches("\\d{1,3}");
    return initial || number || ABBREVIATIONS.contains(word.toLowerCase(Locale.ROOT));
  }
}
