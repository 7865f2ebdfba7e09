package org.plumbline.distill.corpus;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells titles of chapters and sections by their words, where a format does not mark them. */
public final class HeadingLines {
  private static final int WIDEST = 80;
  private static final String NUMBER = "[0-9一二三四五六七八九十百零〇两]+";
  private static final Pattern CHAPTER =
      Pattern.compile(
          "第\\s*%s\\s*[章篇编部回卷讲](?:[\\s:：].*|\\p{IsHan}.*)?|附录\\s*[A-Z0-9一二三四五六七八九十]*(?:[\\s:：].*)?"
                  .formatted(NUMBER)
              + "|(?i:chapter|part|appendix)\\s+(?:\\d+|[IVXLC]+|[A-Z])(?:[\\s.:—–-].*)?");
  private static final Pattern SECTION =
      Pattern.compile("第\\s*%s\\s*节(?:[\\s:：].*|\\p{IsHan}.*)?".formatted(NUMBER));
  private static final Pattern NUMBERED =
      Pattern.compile("(\\d{1,2}(?:\\.\\d{1,2}){0,3})\\.?\\s+\\p{L}.*");
  private static final Pattern SENTENCE_END = Pattern.compile(".*[.。！!；;，,：:]");

  private HeadingLines() {}

  /** The level of the title that a line is; 0 for a line that is none. */
  public static int level(String line) {
    String text = line.strip();
    if (text.isEmpty() || TextWidth.of(text) > WIDEST || SENTENCE_END.matcher(text).matches()) {
      return 0;
    }
    if (CHAPTER.matcher(text).matches()) {
      return 1;
    }
    if (SECTION.matcher(text).matches()) {
      return 2;
    }
    Matcher numbered = NUMBERED.matcher(text);
    return numbered.matches()
        ? 1 + (int) numbered.group(1).chars().filter(c -> c == '.').count()
        : 0;
  }

  /** Whether the line may as well be an item of a list: one number without parts. */
  static boolean mayBeItem(String line) {
    Matcher numbered = NUMBERED.matcher(line.strip());
    return numbered.matches() && numbered.group(1).indexOf('.') < 0;
  }
}
