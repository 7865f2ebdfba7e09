package org.plumbline.distill.corpus;

import java.lang.Character.UnicodeScript;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which language a text is in, as far as its script and a few frequent words tell. */
public enum Language {
  /** Chinese. */
  ZH,
  /** English. */
  EN,
  /** Chinese and words of another language, neither of which stands out. */
  MIXED,
  /** Anything else, such as code, numbers, or another language. */
  OTHER;

  /** Words that no English text of some length does without, and few other languages have. */
  private static final Set<String> ENGLISH =
      Set.of(
          "the", "of", "and", "to", "is", "are", "that", "it", "for", "with", "as", "this", "be",
          "by", "or", "from", "can", "you", "not", "which", "an", "at", "have", "has", "if", "was",
          "will", "but", "they", "their", "its", "we", "our", "your", "these", "when", "there",
          "how", "what", "does", "do", "use", "used", "also", "more", "than", "been", "should");

  private static final Pattern WORD = Pattern.compile("\\p{IsLatin}+(?:['’]\\p{IsLatin}+)*");

  /** What is no language: code within a text, addresses, names of files. */
  private static final Pattern NO_PROSE =
      Pattern.compile("```.*?```|`[^`]*`|https?://\\S+|(?<!\\S)[\\w.-]*/[\\w./-]+", Pattern.DOTALL);

  /** From this share of Chinese on (a Latin word weighs as two characters), a text is Chinese. */
  private static final double CHINESE = 0.4;

  /** Below this share of Chinese, its characters are quotations. */
  private static final double QUOTED = 0.1;

  /** The language of a text. */
  public static Language of(String text) {
    String prose = NO_PROSE.matcher(text).replaceAll(" ");
    long han = count(prose, UnicodeScript.HAN);
    long others =
        count(prose, UnicodeScript.HIRAGANA)
            + count(prose, UnicodeScript.KATAKANA)
            + count(prose, UnicodeScript.HANGUL)
            + count(prose, UnicodeScript.CYRILLIC)
            + count(prose, UnicodeScript.ARABIC);
    long words = 0;
    long english = 0;
    Matcher word = WORD.matcher(prose);
    while (word.find()) {
      words++;
      english += ENGLISH.contains(word.group().toLowerCase(Locale.ROOT)) ? 1 : 0;
    }
    if (others > 0.1 * (han + others + 2 * words)) {
      return OTHER;
    }
    double share = han == 0 ? 0 : han / (han + 2.0 * words);
    if (share >= CHINESE) {
      return ZH;
    }
    if (share >= QUOTED) {
      return MIXED;
    }
    return words > 0 && english >= 0.12 * words ? EN : OTHER;
  }

  private static long count(String text, UnicodeScript script) {
    return text.codePoints().filter(point -> UnicodeScript.of(point) == script).count();
  }
}
