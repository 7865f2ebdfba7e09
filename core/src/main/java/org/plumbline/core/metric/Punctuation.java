package org.plumbline.core.metric;

import java.util.regex.Pattern;

/** Puts blanks around punctuation, by the rules that 13a and zh share, one after the other. */
final class Punctuation {
  private static final Pattern SYMBOL = Pattern.compile("([!-&(-+/:-@\\[-`{-~])");
  private static final Pattern MARK_AFTER_NO_DIGIT = Pattern.compile("([^0-9])([.,])");
  private static final Pattern MARK_BEFORE_NO_DIGIT = Pattern.compile("([.,])([^0-9])");
  private static final Pattern DASH_AFTER_DIGIT = Pattern.compile("([0-9])(-)");

  private Punctuation() {}

  static String apart(String text) {
    String apart = SYMBOL.matcher(text).replaceAll(" $1 ");
    apart = MARK_AFTER_NO_DIGIT.matcher(apart).replaceAll("$1 $2 ");
    apart = MARK_BEFORE_NO_DIGIT.matcher(apart).replaceAll(" $1 $2");
    return DASH_AFTER_DIGIT.matcher(apart).replaceAll("$1 $2 ");
  }
}
