package org.plumbline.core.metric;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Porter's stemmer of English (1980) with the additions of nltk, which ROUGE counts on: exceptions,
 * and rules for words such as "dying" and "skies". Other stemmers of that name give other stems.
 */
public final class PorterStemmer {
  private static final Map<String, String> EXCEPTIONS =
      Map.ofEntries(
          Map.entry("sky", "sky"),
          Map.entry("skies", "sky"),
          Map.entry("dying", "die"),
          Map.entry("lying", "lie"),
          Map.entry("tying", "tie"),
          Map.entry("news", "news"),
          Map.entry("innings", "inning"),
          Map.entry("inning", "inning"),
          Map.entry("outings", "outing"),
          Map.entry("outing", "outing"),
          Map.entry("cannings", "canning"),
          Map.entry("canning", "canning"),
          Map.entry("howe", "howe"),
          Map.entry("proceed", "proceed"),
          Map.entry("exceed", "exceed"),
          Map.entry("succeed", "succeed"));

  /** An ending and what stands for it, if the rest of the word meets a condition. */
  private record Rule(String ending, String replacement, Predicate<String> condition) {}

  private static final Predicate<String> SOME = stem -> measure(stem) > 0;
  private static final Predicate<String> MANY = stem -> measure(stem) > 1;
  private static final Predicate<String> ANY = stem -> true;

  private static final List<Rule> STEP_1A =
      List.of(
          new Rule("sses", "ss", ANY),
          new Rule("ies", "i", ANY),
          new Rule("ss", "ss", ANY),
          new Rule("s", "", ANY));

  private static final List<Rule> STEP_2 =
      List.of(
          new Rule("ational", "ate", SOME),
          new Rule("tional", "tion", SOME),
          new Rule("enci", "ence", SOME),
          new Rule("anci", "ance", SOME),
          new Rule("izer", "ize", SOME),
          new Rule("bli", "ble", SOME),
          new Rule("alli", "al", SOME),
          new Rule("entli", "ent", SOME),
          new Rule("eli", "e", SOME),
          new Rule("ousli", "ous", SOME),
          new Rule("ization", "ize", SOME),
          new Rule("ation", "ate", SOME),
          new Rule("ator", "ate", SOME),
          new Rule("alism", "al", SOME),
          new Rule("iveness", "ive", SOME),
          new Rule("fulness", "ful", SOME),
          new Rule("ousness", "ous", SOME),
          new Rule("aliti", "al", SOME),
          new Rule("iviti", "ive", SOME),
          new Rule("biliti", "ble", SOME),
          new Rule("fulli", "ful", SOME),
          // The l belongs to what is measured, so that "geology" has the stem of "geological".
          new Rule("logi", "log", stem -> measure(stem + "l") > 0));

  private static final List<Rule> STEP_3 =
      List.of(
          new Rule("icate", "ic", SOME),
          new Rule("ative", "", SOME),
          new Rule("alize", "al", SOME),
          new Rule("iciti", "ic", SOME),
          new Rule("ical", "ic", SOME),
          new Rule("ful", "", SOME),
          new Rule("ness", "", SOME));

  private static final List<Rule> STEP_4 =
      List.of(
          new Rule("al", "", MANY),
          new Rule("ance", "", MANY),
          new Rule("ence", "", MANY),
          new Rule("er", "", MANY),
          new Rule("ic", "", MANY),
          new Rule("able", "", MANY),
          new Rule("ible", "", MANY),
          new Rule("ant", "", MANY),
          new Rule("ement", "", MANY),
          new Rule("ment", "", MANY),
          new Rule("ent", "", MANY),
          new Rule("ion", "", MANY.and(stem -> stem.endsWith("s") || stem.endsWith("t"))),
          new Rule("ou", "", MANY),
          new Rule("ism", "", MANY),
          new Rule("ate", "", MANY),
          new Rule("iti", "", MANY),
          new Rule("ous", "", MANY),
          new Rule("ive", "", MANY),
          new Rule("ize", "", MANY));

  private PorterStemmer() {}

  /** The stem of a word, in lower case. */
  public static String stem(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    String exception = EXCEPTIONS.get(lower);
    if (exception != null) {
      return exception;
    }
    if (lower.length() <= 2) {
      return lower;
    }
    String stem = thirdPerson(lower);
    stem = yToI(pastAndGerund(stem));
    stem = applied(STEP_4, applied(STEP_3, longEndings(stem)));
    return doubleL(finalE(stem));
  }

  /** The first rule whose ending the word has decides, even if its condition does not hold. */
  private static String applied(List<Rule> rules, String word) {
    for (Rule rule : rules) {
      if (word.endsWith(rule.ending)) {
        String rest = without(word, rule.ending);
        return rule.condition.test(rest) ? rest + rule.replacement : word;
      }
    }
    return word;
  }

  private static String without(String word, String ending) {
    return word.substring(0, word.length() - ending.length());
  }

  private static String thirdPerson(String word) {
    return word.endsWith("ies") && word.length() == 4 ? without(word, "s") : applied(STEP_1A, word);
  }

  private static String pastAndGerund(String word) {
    if (word.endsWith("ied")) {
      return without(word, word.length() == 4 ? "d" : "ed");
    }
    if (word.endsWith("eed")) {
      return SOME.test(without(word, "eed")) ? without(word, "d") : word;
    }
    for (String ending : List.of("ed", "ing")) {
      if (word.endsWith(ending) && hasVowel(without(word, ending))) {
        return mended(without(word, ending));
      }
    }
    return word;
  }

  /** Gives a word that lost its ending the e back, or takes the doubled letter away. */
  private static String mended(String stem) {
    if (stem.endsWith("at") || stem.endsWith("bl") || stem.endsWith("iz")) {
      return stem + "e";
    }
    if (endsWithDoubleConsonant(stem)) {
      char last = stem.charAt(stem.length() - 1);
      return last == 'l' || last == 's' || last == 'z' ? stem : without(stem, "x");
    }
    return measure(stem) == 1 && endsShort(stem) ? stem + "e" : stem;
  }

  private static String yToI(String word) {
    if (!word.endsWith("y")) {
      return word;
    }
    String rest = without(word, "y");
    return rest.length() > 1 && isConsonant(rest, rest.length() - 1) ? rest + "i" : word;
  }

  private static String longEndings(String word) {
    return word.endsWith("alli") && SOME.test(without(word, "alli"))
        ? longEndings(without(word, "li"))
        : applied(STEP_2, word);
  }

  private static String finalE(String word) {
    if (!word.endsWith("e")) {
      return word;
    }
    String rest = without(word, "e");
    int measure = measure(rest);
    return measure > 1 || measure == 1 && !endsShort(rest) ? rest : word;
  }

  private static String doubleL(String word) {
    return word.endsWith("ll") && MANY.test(without(word, "l")) ? without(word, "l") : word;
  }

  private static boolean isConsonant(String word, int i) {
    return switch (word.charAt(i)) {
      case 'a', 'e', 'i', 'o', 'u' -> false;
      case 'y' -> i == 0 || !isConsonant(word, i - 1);
      default -> true;
    };
  }

  /** How often a vowel is followed by a consonant. */
  private static int measure(String stem) {
    int count = 0;
    boolean afterVowel = false;
    for (int i = 0; i < stem.length(); i++) {
      boolean consonant = isConsonant(stem, i);
      if (consonant && afterVowel) {
        count++;
      }
      afterVowel = !consonant;
    }
    return count;
  }

  private static boolean hasVowel(String stem) {
    for (int i = 0; i < stem.length(); i++) {
      if (!isConsonant(stem, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsWithDoubleConsonant(String word) {
    int last = word.length() - 1;
    return last > 0 && word.charAt(last) == word.charAt(last - 1) && isConsonant(word, last);
  }

  /** Consonant, vowel, consonant other than w, x, y; or a word of a vowel and a consonant. */
  private static boolean endsShort(String word) {
    int last = word.length() - 1;
    if (last >= 2) {
      return isConsonant(word, last - 2)
          && !isConsonant(word, last - 1)
          && isConsonant(word, last)
          && "wxy".indexOf(word.charAt(last)) < 0;
    }
    return last == 1 && !isConsonant(word, 0) && isConsonant(word, 1);
  }
}
