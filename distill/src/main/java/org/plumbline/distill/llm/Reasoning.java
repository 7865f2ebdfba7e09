package org.plumbline.distill.llm;

/**
 * Takes away what a reasoning model thinks before it answers, where that stands in the answer.
 *
 * <p>Some templates write the opening tag into the prompt, so a closing tag alone ends such a part,
 * too.
 */
public final class Reasoning {
  private static final String OPEN = "<think>";
  private static final String CLOSE = "</think>";

  private Reasoning() {}

  /** The text without thoughts at its beginning; empty if they never end. */
  public static String stripped(String text) {
    String rest = text;
    while (rest.stripLeading().startsWith(OPEN)) {
      int end = rest.indexOf(CLOSE);
      if (end < 0) {
        return "";
      }
      rest = rest.substring(end + CLOSE.length());
    }
    int close = rest.indexOf(CLOSE);
    boolean alone = close >= 0 && !rest.substring(0, close).contains(OPEN);
    String answer = alone ? rest.substring(close + CLOSE.length()) : rest;
    return answer.length() == text.length() ? text : answer.strip();
  }
}
