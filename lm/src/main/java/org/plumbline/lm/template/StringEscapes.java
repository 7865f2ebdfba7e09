package org.plumbline.lm.template;

/** What backslashes mean in a string of a template: the same as in Python. */
final class StringEscapes {
  private static final String SIMPLE = "\\'\"abfnrtv";
  private static final String MEANING = "\\'\"\u0007\b\f\n\r\t\u000b";

  private StringEscapes() {}

  static String decode(String text, int line) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i++);
      if (c != '\\' || i == text.length()) {
        out.append(c);
        continue;
      }
      char escape = text.charAt(i++);
      int simple = SIMPLE.indexOf(escape);
      if (simple >= 0) {
        out.append(MEANING.charAt(simple));
      } else if (escape == 'x' || escape == 'u' || escape == 'U') {
        int digits = escape == 'x' ? 2 : escape == 'u' ? 4 : 8;
        out.appendCodePoint(codePoint(text, i, digits, line));
        i += digits;
      } else if (Character.digit(escape, 8) >= 0) {
        int end = i;
        while (end < text.length() && end < i + 2 && Character.digit(text.charAt(end), 8) >= 0) {
          end++;
        }
        out.appendCodePoint(Integer.parseInt(text.substring(i - 1, end), 8));
        i = end;
      } else if (escape == 'N') {
        int end = text.indexOf('}', i);
        out.appendCodePoint(named(text, i, end, line));
        i = end + 1;
      } else if (escape != '\n') {
        out.append('\\').append(escape);
      }
    }
    return out.toString();
  }

  /** The character of {@code {NAME}}. */
  private static int named(String text, int open, int close, int line) {
    try {
      if (close > open && text.charAt(open) == '{') {
        return Character.codePointOf(text.substring(open + 1, close));
      }
    } catch (IllegalArgumentException e) {
      throw TemplateError.syntax(
          "no character is named %s".formatted(text.substring(open, close + 1)), line);
    }
    throw TemplateError.syntax("malformed \\N escape in the string '%s'".formatted(text), line);
  }

  private static int codePoint(String text, int start, int digits, int line) {
    int value = 0;
    for (int i = start; i < start + digits; i++) {
      int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
      if (digit < 0 || value > Character.MAX_CODE_POINT) {
        throw TemplateError.syntax("truncated escape in the string '%s'".formatted(text), line);
      }
      value = value * 16 + digit;
    }
    if (value > Character.MAX_CODE_POINT) {
      throw TemplateError.syntax("no such character in the string '%s'".formatted(text), line);
    }
    return value;
  }
}
