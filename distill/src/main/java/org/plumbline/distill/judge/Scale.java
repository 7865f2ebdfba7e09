package org.plumbline.distill.judge;

import static org.plumbline.core.error.Require.require;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The grades that a judge may give, whole numbers.
 *
 * @param low the worst
 * @param high the best
 */
public record Scale(int low, int high) {
  /** 1 to 10, as AlignBench has it. */
  public static final Scale TEN = new Scale(1, 10);

  /** Bands that a rubric describes; a scale has at least as many grades. */
  static final int BANDS = 5;

  private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\s*-\\s*(\\d{1,3})");
  private static final Pattern GRADE =
      Pattern.compile(
          "\\+?(\\d{1,4}(?:\\.\\d{1,9})?)\\s*(?:\u5206|points?|pts?\\.?)?(?:\\s*(?:/|out of)\\s*(\\d{1,4})(?:\\.0+)?\\s*(?:\u5206|points?|pts?\\.?)?)?");

  public Scale {
    require(
        low >= 0 && high <= 1000 && high - low + 1 >= BANDS,
        "a scale goes from a grade of at least 0 to one of at most 1000, with at least %d grades (got %d-%d); 1-10 is usual",
        BANDS,
        low,
        high);
  }

  /** From the form {@code 1-10}. */
  public static Scale parse(String form) {
    Matcher match = FORM.matcher(form.strip());
    require(match.matches(), "a scale must look like 1-10 (got '%s')", form);
    return new Scale(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)));
  }

  /**
   * The grade that a piece of a reply names: {@code 8}, {@code 7.5}, {@code 8/10}, {@code 8
   * points}.
   *
   * @return nothing if it is no number, not on this scale, or out of another number than the best
   */
  OptionalDouble grade(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    Matcher match = GRADE.matcher(plain.strip());
    if (!match.matches()) {
      return OptionalDouble.empty();
    }
    double grade = Double.parseDouble(match.group(1));
    boolean outOf = match.group(2) == null || Integer.parseInt(match.group(2)) == high;
    return outOf && holds(grade) ? OptionalDouble.of(grade) : OptionalDouble.empty();
  }

  boolean holds(double grade) {
    return grade >= low && grade <= high;
  }

  /** First and last grade of each of five bands, from the worst on; {@code 1-2} to {@code 9-10}. */
  List<String> bands() {
    List<String> bands = new ArrayList<>();
    int grades = high - low + 1;
    for (int band = 0; band < BANDS; band++) {
      int first = low + band * grades / BANDS;
      int last = low + (band + 1) * grades / BANDS - 1;
      bands.add(first == last ? "" + first : first + "-" + last);
    }
    return bands;
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return low + "-" + high;
  }
}
