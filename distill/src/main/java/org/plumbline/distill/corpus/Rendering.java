package org.plumbline.distill.corpus;

import java.text.Normalizer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plumbline.distill.corpus.Cleaned.Reason;
import org.plumbline.distill.corpus.Document.Form;

/**
 * The text of a piece as a reader should see it: composed characters, lines joined, without images,
 * addresses and tags; code, tables and formulas keep their lines.
 */
final class Rendering {
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\p{Cc}\\p{Co}\u00ad\u200b\u2060\ufeff\ufffd&&[^\\n\\t]]");
  private static final Pattern BLANKS = Pattern.compile("[\\t\\f\\x0B \\p{Zs}]+");
  private static final Pattern TRAILING = Pattern.compile("[\\t \\p{Zs}]+(?=\\n|$)");
  private static final Pattern CODE_SPAN =
      Pattern.compile("(`+)(?!`).+?(?<!`)\\1(?!`)", Pattern.DOTALL);
  private static final Pattern IMAGE =
      Pattern.compile("!\\[[^\\]]*]\\([^)\\s]*(?:\\s+\"[^\"]*\")?\\)|(?i:<img\\b[^>]*>)");
  private static final Pattern LINK =
      Pattern.compile(
          "\\[([^\\[\\]]+)]\\(<?[^()\\s]*(?:\\([^()\\s]*\\)[^()\\s]*)*>?(?:\\s+\"[^\"]*\")?\\)");
  private static final Pattern AUTOLINK = Pattern.compile("<((?:https?|mailto|ftp):[^<>\\s]+)>");
  private static final Pattern MARKUP =
      Pattern.compile(
          "<!--.*?-->|(?i:</?(?:a|abbr|b|big|br|center|cite|code|dd|del|details|div|dl|dt|em|figcaption"
              + "|figure|font|hr|i|ins|kbd|li|mark|ol|p|pre|q|s|samp|section|article|small|span|strong"
              + "|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var|h[1-6])\\b[^<>]*>)",
          Pattern.DOTALL);
  private static final Pattern HYPHEN =
      Pattern.compile("(?<=\\p{Ll}{2})[-\u2010]\\n\\s*(?=\\p{Ll}{2})");
  private static final String CHINESE = "[\\p{IsHan}\\u3000-\\u303f\\uff00-\\uffef]";
  private static final Pattern CHINESE_LINE_END =
      Pattern.compile("(?<=%s)[ \\t]*\\n\\s*(?=%s)".formatted(CHINESE, CHINESE));
  private static final Pattern ITEM = Pattern.compile("\\n(?=\\s*(?:[-*+•]|\\d{1,3}[.)])\\s)");
  private static final char ITEM_END = '\u0000';

  private final Form form;
  private final Cleaned cleaned;

  Rendering(Form form, Cleaned cleaned) {
    this.form = form;
    this.cleaned = cleaned;
  }

  /** The text; blank if nothing of it is to be read. */
  String of(BlockKind kind, String raw) {
    String text = composed(visible(raw.replace("\r\n", "\n").replace('\r', '\n')));
    return switch (kind) {
      case CODE -> fenced(lines(text));
      case TABLE, FORMULA -> lines(text);
      case PROSE, QUOTE -> joined(marked(text));
      case LIST -> items(marked(text));
    };
  }

  private static String lines(String text) {
    return TRAILING.matcher(text).replaceAll("").replaceAll("^\\n+|\\n+$", "");
  }

  private static String fenced(String code) {
    String fence = code.contains("```") ? "`````" : "```";
    return code.isBlank() ? "" : "%s\n%s\n%s".formatted(fence, code, fence);
  }

  /** A title on one line. */
  String title(String raw) {
    return joined(marked(composed(visible(raw))));
  }

  private String visible(String raw) {
    return removed(INVISIBLE, raw, Reason.INVISIBLE, "");
  }

  private String composed(String text) {
    if (Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
      return text;
    }
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    cleaned.add(Reason.COMPOSED, text);
    return composed;
  }

  /** Takes the marks of Markdown away that say nothing, outside of code. */
  private String marked(String text) {
    return switch (form) {
      case TEXT -> text;
      case PRINTED -> removed(HYPHEN, text, Reason.HYPHEN, "");
      case MARKDOWN -> outsideCode(text, this::withoutMarks);
    };
  }

  private static String outsideCode(String text, UnaryOperator<String> change) {
    StringBuilder result = new StringBuilder();
    int at = 0;
    Matcher code = CODE_SPAN.matcher(text);
    while (code.find()) {
      result.append(change.apply(text.substring(at, code.start()))).append(code.group());
      at = code.end();
    }
    return result.append(change.apply(text.substring(at))).toString();
  }

  private String withoutMarks(String text) {
    String result = removed(IMAGE, text, Reason.IMAGE, "");
    result = removed(LINK, result, Reason.LINK_ADDRESS, "$1");
    result = AUTOLINK.matcher(result).replaceAll("$1");
    return removed(MARKUP, result, Reason.MARKUP, "");
  }

  private String removed(Pattern pattern, String text, Reason reason, String replacement) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return text;
    }
    matcher.reset();
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      cleaned.add(reason, matcher.group());
      matcher.appendReplacement(result, replacement);
    }
    return matcher.appendTail(result).toString();
  }

  private static String joined(String text) {
    String lines = CHINESE_LINE_END.matcher(text.strip()).replaceAll("");
    return BLANKS.matcher(lines.replace('\n', ' ')).replaceAll(" ").strip();
  }

  /** Items below each other keep their lines and how deep they stand. */
  private static String items(String text) {
    StringBuilder result = new StringBuilder();
    for (String item :
        ITEM.matcher(text).replaceAll(String.valueOf(ITEM_END)).split(String.valueOf(ITEM_END))) {
      String depth = item.substring(0, item.length() - item.stripLeading().length());
      result.append(result.isEmpty() ? "" : "\n").append(depth.replace("\n", ""));
      result.append(joined(item));
    }
    return result.toString();
  }
}
