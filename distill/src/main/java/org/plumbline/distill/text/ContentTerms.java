package org.plumbline.distill.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The terms that carry what a text is about: words without the commonest ones, and pairs of
 * neighbouring characters where Chinese is written.
 *
 * <p>No dictionary: a pair of characters is a rough word, the same on both sides of a comparison.
 */
public final class ContentTerms {
  /** Words of grammar and of asking, which every text has. */
  private static final Set<String> COMMON =
      Set.of(
          ("a about above after again all also am an and any are as at be because been before being"
                  + " below between both but by can could describe did difference differences do does"
                  + " doing down during each explain few for from further give given had has have"
                  + " having he her here hers him his how however i if in into is it its itself just"
                  + " kind let list make may me might more most must my name no nor not now of off on"
                  + " once one only or other our ours out over own same she should so some such than"
                  + " that the their theirs them then there these they this those through to too"
                  + " under until up use used using very was way we were what when where which while"
                  + " who whom whose why will with within without would you your yours")
              .split(" "));

  /** The same of Chinese; they part the characters around them. */
  private static final Pattern COMMON_CHINESE =
      Pattern.compile(
          "为什么|是什么|什么|为何|如何|怎样|怎么|哪些|哪个|哪种|请问|简述|说明|解释|描述|列举|比较|区别|是否|可以|能够|应该|需要|使用|一个|一种|这个|那个|这些|那些|以及|或者|并且|因此|所以|因为|如果|但是|有关|关于|对于|进行|我们|他们|[的了是在和与或吗呢吧啊么之其被把将从到对中有为于]");

  private ContentTerms() {}

  /** All of them, in the order of the text, repeated ones as often as they stand there. */
  public static List<String> of(String text) {
    String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    List<String> terms = new ArrayList<>();
    String parted = COMMON_CHINESE.matcher(folded).replaceAll(" ");
    int start = 0;
    while (start < parted.length()) {
      int point = parted.codePointAt(start);
      int end = start;
      if (isHan(point)) {
        end = end(parted, start, ContentTerms::isHan);
        addPairs(parted.substring(start, end), terms);
      } else if (Character.isLetterOrDigit(point)) {
        end = end(parted, start, ContentTerms::isWordPart);
        addWord(parted.substring(start, end), terms);
      }
      start = Math.max(end, start + Character.charCount(point));
    }
    return terms;
  }

  /**
   * How much of a text another one supports.
   *
   * @return the share of the terms that are in {@code known}, in [0, 1]; 1 if there are no terms
   */
  public static double share(String text, Set<String> known) {
    List<String> terms = of(text);
    long found = terms.stream().filter(known::contains).count();
    return terms.isEmpty() ? 1 : (double) found / terms.size();
  }

  static boolean isHan(int point) {
    return Character.UnicodeScript.of(point) == Character.UnicodeScript.HAN;
  }

  private static boolean isWordPart(int point) {
    return Character.isLetterOrDigit(point) && !isHan(point);
  }

  private static int end(String text, int start, java.util.function.IntPredicate inside) {
    int end = start;
    while (end < text.length() && inside.test(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  private static void addWord(String word, List<String> terms) {
    if (word.length() > 1 && !COMMON.contains(word)) {
      terms.add(word);
    }
  }

  private static void addPairs(String run, List<String> terms) {
    int[] points = run.codePoints().toArray();
    for (int i = 0; i + 1 < points.length; i++) {
      terms.add(new String(points, i, 2));
    }
    if (points.length == 1) {
      terms.add(run);
    }
  }
}
