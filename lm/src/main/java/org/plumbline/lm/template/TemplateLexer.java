package org.plumbline.lm.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.plumbline.lm.template.Token.Kind;

/**
 * Cuts a template into pieces and settles white space: {@code trim_blocks} and {@code
 * lstrip_blocks} are on, as in Hugging Face's environment, and {@code -} and {@code +} beside a tag
 * overrule them.
 */
final class TemplateLexer {
  private static final Set<String> LONG_OPERATORS = Set.of("//", "**", "==", "!=", ">=", "<=");
  private static final String OPERATORS = "+-/*%~[](){}><=.:|,;";

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int position;
  private int counted;
  private int line = 1;
  // Whether the last tag took the newline behind it, so that a new line begins here.
  private boolean lineBegins = true;

  private TemplateLexer(String source) {
    String lines = source.replace("\r\n", "\n").replace('\r', '\n');
    this.source = lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
  }

  static List<Token> lex(String source) {
    return new TemplateLexer(source).run();
  }

  private List<Token> run() {
    while (position < source.length()) {
      int tag = nextTag();
      if (tag < 0) {
        data(source.substring(position));
        position = source.length();
      } else {
        tag(tag);
      }
    }
    add(Kind.END, "");
    return tokens;
  }

  private int nextTag() {
    for (int i = source.indexOf('{', position); i >= 0; i = source.indexOf('{', i + 1)) {
      if (i + 1 < source.length() && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private void tag(int start) {
    char type = source.charAt(start + 1);
    char sign = peek(start + 2) == '-' || peek(start + 2) == '+' ? peek(start + 2) : ' ';
    data(before(source.substring(position, start), sign, type == '{'));
    position = start + (sign == ' ' ? 2 : 3);
    if (type == '#') {
      comment();
    } else if (type == '{') {
      add(Kind.VARIABLE_BEGIN, "");
      expression(false);
    } else if (!raw()) {
      add(Kind.BLOCK_BEGIN, "");
      expression(true);
    }
  }

  /** The text before a tag, without the white space that the tag takes away. */
  private String before(String text, char sign, boolean variable) {
    if (sign == '-') {
      return Text.strip(text, Text::isSpace, false, true);
    }
    if (sign == '+' || variable) {
      return text;
    }
    int lineStart = text.lastIndexOf('\n') + 1;
    boolean blank = text.substring(lineStart).codePoints().allMatch(Text::isSpace);
    return blank && (lineStart > 0 || lineBegins) ? text.substring(0, lineStart) : text;
  }

  private void data(String text) {
    if (!text.isEmpty()) {
      tokens.add(new Token(Kind.DATA, text, line()));
    }
  }

  private void comment() {
    int end = source.indexOf("#}", position);
    if (end < 0) {
      throw TemplateError.syntax("a comment lacks its end '#}'", line());
    }
    char sign = end > position ? source.charAt(end - 1) : ' ';
    position = end + 2;
    afterTag(sign, true);
  }

  /** Takes the white space behind a tag that its sign or {@code trim_blocks} takes. */
  private void afterTag(char sign, boolean block) {
    int start = position;
    if (sign == '-') {
      while (position < source.length() && Text.isSpace(source.charAt(position))) {
        position++;
      }
    } else if (block && sign != '+' && peek(position) == '\n') {
      position++;
    }
    lineBegins = position > start && source.charAt(position - 1) == '\n';
  }

  /** A raw block as a whole, if one begins here. */
  private boolean raw() {
    int i = skipSpace(position);
    if (!source.startsWith("raw", i)) {
      return false;
    }
    i = skipSpace(i + 3);
    boolean minus = source.startsWith("-%}", i);
    if (!minus && !source.startsWith("%}", i)) {
      return false;
    }
    position = i + (minus ? 3 : 2);
    afterTag(minus ? '-' : ' ', false);
    for (int end = source.indexOf("{%", position); end >= 0; end = source.indexOf("{%", end + 1)) {
      if (endRaw(end)) {
        return true;
      }
    }
    throw TemplateError.syntax("a raw block lacks its end '{% endraw %}'", line());
  }

  private boolean endRaw(int tag) {
    char sign = peek(tag + 2) == '-' || peek(tag + 2) == '+' ? peek(tag + 2) : ' ';
    int i = skipSpace(tag + (sign == ' ' ? 2 : 3));
    if (!source.startsWith("endraw", i)) {
      return false;
    }
    i = skipSpace(i + 6);
    char last = peek(i) == '-' || peek(i) == '+' ? peek(i) : ' ';
    i += last == ' ' ? 0 : 1;
    if (!source.startsWith("%}", i)) {
      return false;
    }
    data(before(source.substring(position, tag), sign, false));
    position = i + 2;
    afterTag(last, true);
    return true;
  }

  /** The tokens of a tag, to its end. */
  private void expression(boolean block) {
    Deque<Character> open = new ArrayDeque<>();
    while (true) {
      position = skipSpace(position);
      if (position >= source.length()) {
        throw TemplateError.syntax(
            "a tag lacks its end '%s'".formatted(block ? "%}" : "}}"), line());
      }
      if (open.isEmpty() && end(block)) {
        return;
      }
      token(open);
    }
  }

  private boolean end(boolean block) {
    char c = source.charAt(position);
    boolean sign = c == '-' || block && c == '+';
    if (!source.startsWith(block ? "%}" : "}}", position + (sign ? 1 : 0))) {
      return false;
    }
    add(block ? Kind.BLOCK_END : Kind.VARIABLE_END, "");
    position += sign ? 3 : 2;
    afterTag(sign ? c : ' ', block);
    return true;
  }

  private void token(Deque<Character> open) {
    char c = source.charAt(position);
    if (c == '\'' || c == '"') {
      string(c);
    } else if (isDigit(position)) {
      number();
    } else if (Character.isUnicodeIdentifierStart(source.codePointAt(position)) || c == '_') {
      int start = position;
      while (position < source.length() && isNamePart(source.codePointAt(position))) {
        position += Character.charCount(source.codePointAt(position));
      }
      tokens.add(new Token(Kind.NAME, source.substring(start, position), line()));
    } else {
      operator(open);
    }
  }

  private static boolean isNamePart(int c) {
    return Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
  }

  private void operator(Deque<Character> open) {
    int place = line();
    String two = source.substring(position, Math.min(source.length(), position + 2));
    String spelling = LONG_OPERATORS.contains(two) ? two : two.substring(0, 1);
    char c = spelling.charAt(0);
    if (spelling.length() == 1 && OPERATORS.indexOf(c) < 0) {
      throw TemplateError.syntax(
          "unexpected char '%s'".formatted(Character.toString(source.codePointAt(position))),
          place);
    }
    if ("([{".indexOf(c) >= 0) {
      open.push(")]}".charAt("([{".indexOf(c)));
    } else if (")]}".indexOf(c) >= 0) {
      if (open.isEmpty()) {
        throw TemplateError.syntax("unexpected '%s'".formatted(c), place);
      }
      char wanted = open.pop();
      if (wanted != c) {
        throw TemplateError.syntax("unexpected '%s', expected '%s'".formatted(c, wanted), place);
      }
    }
    add(Kind.OPERATOR, spelling);
    position += spelling.length();
  }

  private void string(char quote) {
    int start = position + 1;
    int end = start;
    while (end < source.length() && source.charAt(end) != quote) {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= source.length()) {
      throw TemplateError.syntax("a string lacks its closing quote", line());
    }
    int place = line();
    tokens.add(
        new Token(Kind.STRING, StringEscapes.decode(source.substring(start, end), place), place));
    position = end + 1;
  }

  private void number() {
    int start = position;
    boolean fraction = false;
    char second = Character.toLowerCase(peek(position + 1));
    if (source.charAt(start) == '0' && "xob".indexOf(second) >= 0) {
      position += 2;
      while (Character.digit(peek(position), 16) >= 0 || peek(position) == '_') {
        position++;
      }
    } else {
      digits();
      // In x.1.2 both are indices.
      boolean index = start > 0 && source.charAt(start - 1) == '.';
      if (!index && peek(position) == '.' && isDigit(position + 1)) {
        fraction = true;
        position++;
        digits();
      }
      int sign = peek(position + 1) == '+' || peek(position + 1) == '-' ? 1 : 0;
      if (!index && Character.toLowerCase(peek(position)) == 'e' && isDigit(position + 1 + sign)) {
        fraction = true;
        position += 1 + sign;
        digits();
      }
    }
    String text = source.substring(start, position);
    if (!fraction && text.matches("0[0-9_]*[1-9][0-9_]*")) {
      throw TemplateError.syntax("a decimal number must not begin with 0: '" + text + "'", line());
    }
    tokens.add(
        new Token(
            fraction ? Kind.FLOAT : Kind.INTEGER, fraction ? text.replace("_", "") : text, line()));
  }

  private void digits() {
    while (isDigit(position) || peek(position) == '_' && isDigit(position + 1)) {
      position++;
    }
  }

  private int skipSpace(int from) {
    int i = from;
    while (i < source.length() && Text.isSpace(source.charAt(i))) {
      i++;
    }
    return i;
  }

  private boolean isDigit(int at) {
    return peek(at) >= '0' && peek(at) <= '9';
  }

  private char peek(int at) {
    return at < source.length() ? source.charAt(at) : '\0';
  }

  private void add(Kind kind, String text) {
    tokens.add(new Token(kind, text, line()));
  }

  /** The line of the position; positions only grow. */
  private int line() {
    for (; counted < position; counted++) {
      line += source.charAt(counted) == '\n' ? 1 : 0;
    }
    return line;
  }
}
