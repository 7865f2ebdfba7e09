package org.plumbline.distill.text;

/**
 * What the letters of a text alone tell, however short it is: a question has too few words for
 * {@link org.plumbline.distill.corpus.Language}.
 */
public final class Script {
  /** A Chinese letter says about as much as four of an alphabet: a name or two change nothing. */
  private static final double HAN_SHARE = 0.2;

  private Script() {}

  /**
   * {@code zh} where a fifth of the letters are Chinese characters, {@code other} where most are of
   * a script that is neither Chinese nor Latin, else {@code en}, for whatever Latin letters write.
   */
  public static String of(String text) {
    long letters = text.codePoints().filter(Character::isLetter).count();
    long han = text.codePoints().filter(ContentTerms::isHan).count();
    long latin = text.codePoints().filter(Script::isLatin).count();
    if (han > 0 && han >= HAN_SHARE * letters) {
      return "zh";
    }
    return 2 * (latin + han) < letters ? "other" : "en";
  }

  /** How long a text is in units that say about as much in both: words, and Chinese characters. */
  public static int units(String text) {
    int units = 0;
    boolean inWord = false;
    for (int point : text.codePoints().toArray()) {
      boolean han = ContentTerms.isHan(point);
      boolean part = !han && Character.isLetterOrDigit(point);
      units += han || part && !inWord ? 1 : 0;
      inWord = part;
    }
    return units;
  }

  private static boolean isLatin(int point) {
    return Character.UnicodeScript.of(point) == Character.UnicodeScript.LATIN;
  }
}
