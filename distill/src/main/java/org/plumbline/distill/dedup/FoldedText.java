package org.plumbline.distill.dedup;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A text without what makes no difference between two questions: case, width of characters,
 * punctuation and blanks.
 *
 * <p>What carries meaning stays: signs as in {@code C++}, {@code C#}, {@code a < b} and {@code
 * /etc}, points within numbers, hyphens before options as in {@code -r}. A text of punctuation
 * alone stays as it is.
 *
 * @param text what is compared
 * @param marks its numbers and options, sorted; texts in which they differ, as in {@code RAID 0}
 *     and {@code RAID 1}, ask for different things, however similar they look
 */
record FoldedText(String text, List<String> marks) {
  private static final Pattern PUNCTUATION =
      Pattern.compile(
          // not between digits, not before an option, not those that stand for something
          "(?<=\\d)[.,:](?=\\d)|(?<![\\p{L}\\p{N}-])--?(?=[\\p{L}\\p{N}])|[#%&@/\\\\_]"
              + "|([\\p{P}`])");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\p{C}]+");
  private static final String CHINESE = "[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]";
  private static final Pattern BLANKS_BESIDE_CHINESE =
      Pattern.compile(" (?=%s)|(?<=%s) ".formatted(CHINESE, CHINESE));
  private static final Pattern MARK =
      Pattern.compile("\\d+(?:[.,:]\\d+)*|(?<![\\p{L}\\p{N}-])--?[\\p{L}\\p{N}]+|[\\p{S}#]+");

  static FoldedText of(String raw) {
    String wide = Normalizer.normalize(raw, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    String plain = Normalizer.normalize(wide, Normalizer.Form.NFKC);
    String kept =
        PUNCTUATION.matcher(plain).replaceAll(match -> match.group(1) == null ? "$0" : " ");
    String folded =
        BLANKS_BESIDE_CHINESE.matcher(BLANKS.matcher(kept).replaceAll(" ").strip()).replaceAll("");
    String text = folded.isEmpty() ? plain.strip() : folded;
    return new FoldedText(
        text, MARK.matcher(text).results().map(MatchResult::group).sorted().toList());
  }
}
