package org.plumbline.distill.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plumbline.distill.reply.LooseJson.Found;
import org.plumbline.distill.reply.LooseValue.Field;

/** One pass over what is nearly JSON; see {@link LooseJson}. */
final class LooseReader {
  private static final int DEEPEST = 8;
  private static final int LONGEST_BARE = 40;

  private final String text;

  /** The same text, character for character, with ASCII punctuation. */
  private final String folded;

  private int at;
  private boolean reachedEnd;

  LooseReader(String text) {
    this.text = text;
    StringBuilder ascii = new StringBuilder(text.length());
    text.chars().forEach(c -> ascii.append(ascii((char) c)));
    this.folded = ascii.toString();
  }

  /** What does not fit; ends the attempt. */
  private static final class NoValue extends Exception {
    private static final long serialVersionUID = 1;

    NoValue() {
      super(null, null, false, false);
    }
  }

  /** Whether an object or array may begin here. */
  boolean opens(int index) {
    return folded.charAt(index) == '{' || folded.charAt(index) == '[';
  }

  /** Whether the attempt before failed because the text ended inside of an object's fields. */
  boolean reachedEnd() {
    return reachedEnd;
  }

  /** The object or array that begins here, if it is one and is complete. */
  Optional<Found> from(int start) {
    at = start;
    reachedEnd = false;
    try {
      LooseValue value = value(0);
      return Optional.of(new Found(start, at, value));
    } catch (NoValue e) {
      boolean fields = folded.charAt(start) == '{' && beginsField(start + 1);
      reachedEnd = fields && at >= text.length();
      return Optional.empty();
    }
  }

  private boolean beginsField(int index) {
    int first = skipBlanks(index);
    return first < text.length() && closers(first) != null;
  }

  private LooseValue value(int depth) throws NoValue {
    at = skipBlanks(at);
    require(depth <= DEEPEST && at < text.length());
    return switch (folded.charAt(at)) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      default -> closers(at) != null ? new LooseValue.Text(quoted(false)) : bare();
    };
  }

  private LooseValue object(int depth) throws NoValue {
    List<Field> fields = new ArrayList<>();
    at = skipBlanks(at + 1);
    while (!take('}')) {
      require(at < text.length() && closers(at) != null);
      String name = quoted(true);
      require(take(':'));
      fields.add(new Field(name, value(depth + 1)));
      separator('}');
    }
    return new LooseValue.Fields(fields);
  }

  private LooseValue array(int depth) throws NoValue {
    List<LooseValue> values = new ArrayList<>();
    at = skipBlanks(at + 1);
    while (!take(']')) {
      values.add(value(depth + 1));
      separator(']');
    }
    return new LooseValue.Items(values);
  }

  /** A comma, or the end that follows. */
  private void separator(char end) throws NoValue {
    boolean comma = take(',');
    at = skipBlanks(at);
    require(comma || at < text.length() && folded.charAt(at) == end);
  }

  /**
   * A text between quotes; a quote that nothing follows which could follow a text is part of it.
   */
  private String quoted(boolean name) throws NoValue {
    String closers = closers(at);
    require(closers != null);
    StringBuilder content = new StringBuilder();
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        content.append(unescaped(text.charAt(++i)));
      } else if (closers != null && closers.indexOf(c) >= 0 && ends(i, name)) {
        at = i + 1;
        return content.toString();
      } else {
        content.append(c);
      }
    }
    at = text.length();
    throw new NoValue();
  }

  /** Only the escapes that models use; of {@code \frac} the backslash stays. */
  private static String unescaped(char c) {
    return switch (c) {
      case '"', '\'', '\\', '/' -> String.valueOf(c);
      case 'n' -> "\n";
      case 't' -> "\t";
      default -> "\\" + c;
    };
  }

  private boolean ends(int quote, boolean name) {
    int next = skipBlanks(quote + 1);
    char follows = next < text.length() ? folded.charAt(next) : '}';
    if (name) {
      return follows == ':';
    }
    if (follows != ',') {
      return follows == '}' || follows == ']';
    }
    int afterComma = skipBlanks(next + 1);
    return afterComma >= text.length()
        || closers(afterComma) != null
        || "}]".indexOf(folded.charAt(afterComma)) >= 0;
  }

  private LooseValue bare() throws NoValue {
    int start = at;
    while (at < text.length() && ",}]{[:\n".indexOf(folded.charAt(at)) < 0) {
      at++;
    }
    String bare = text.substring(start, at).strip();
    require(!bare.isEmpty() && bare.length() <= LONGEST_BARE);
    return new LooseValue.Bare(bare);
  }

  private boolean take(char wanted) {
    at = skipBlanks(at);
    boolean there = at < text.length() && folded.charAt(at) == wanted;
    at += there ? 1 : 0;
    return there;
  }

  private int skipBlanks(int index) {
    int next = index;
    while (next < text.length()
        && (Character.isWhitespace(text.charAt(next)) || text.charAt(next) == '\u00a0')) {
      next++;
    }
    return next;
  }

  /** What may end a text that a quote here begins; null if there is no quote. */
  private @Nullable String closers(int index) {
    return switch (text.charAt(index)) {
      case '"', '\uff02' -> "\"\uff02";
      case '\'', '\uff07' -> "'\uff07";
      case '\u201c', '\u201d', '\u201e' -> "\u201c\u201d";
      case '\u2018', '\u2019', '\u201a' -> "\u2018\u2019";
      case '`' -> "`\u00b4";
      default -> null;
    };
  }

  private static char ascii(char c) {
    if (c >= '\uff01' && c <= '\uff5e') {
      return (char) (c - 0xfee0);
    }
    return switch (c) {
      case '\u3001' -> ',';
      case '\u3010' -> '[';
      case '\u3011' -> ']';
      default -> c;
    };
  }

  private static void require(boolean holds) throws NoValue {
    if (!holds) {
      throw new NoValue();
    }
  }
}
