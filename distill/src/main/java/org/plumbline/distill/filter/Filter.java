package org.plumbline.distill.filter;

import static org.plumbline.core.error.Require.require;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.plumbline.core.options.Option;
import org.plumbline.distill.text.ContentTerms;
import org.plumbline.distill.text.CourseVocabulary;
import org.plumbline.distill.text.Script;

/** A rule that a pair must keep to stay in the corpus. */
public sealed interface Filter {

  /** As the data card and dropped rows call it. */
  String name();

  /** Why the pair goes, with the value that was measured; empty if it stays. */
  Optional<Rejection> reject(Checked pair);

  /**
   * Why a pair goes.
   *
   * @param filter its name
   * @param value what was measured, as text
   * @param rule what was wanted
   */
  record Rejection(String filter, String value, String rule) {}

  /** The first rule that a pair breaks. */
  static Optional<Rejection> first(List<Filter> filters, Checked pair) {
    return filters.stream().flatMap(filter -> filter.reject(pair).stream()).findFirst();
  }

  /**
   * Question and answer are in one language, that of the source.
   *
   * <p>An answer of code or names alone shows no language: with a Chinese question only what most
   * likely is another language's prose goes.
   */
  record SameLanguage() implements Filter {
    /** Chinese answers may be short of Chinese where they show commands. */
    private static final int PROSE = 12;

    @Override
    public String name() {
      return "language";
    }

    @Override
    public Optional<Rejection> reject(Checked pair) {
      String question = Script.of(pair.question());
      String answer = Script.of(pair.answer());
      boolean brief = Script.units(pair.answer()) < PROSE;
      boolean fits = question.equals(pair.language()) && (answer.equals(pair.language()) || brief);
      return fits
          ? Optional.empty()
          : Optional.of(
              new Rejection(name(), question + " and " + answer, "both " + pair.language()));
    }
  }

  /**
   * Lengths in characters (code points).
   *
   * @param leastQuestion and so on: inclusive
   */
  record Length(
      @Option("shortest question, in characters") int leastQuestion,
      @Option("longest question") int mostQuestion,
      @Option("shortest answer") int leastAnswer,
      @Option("longest answer") int mostAnswer)
      implements Filter {
    public Length {
      require(
          0 <= leastQuestion && leastQuestion <= mostQuestion,
          "the least length of a question must not exceed the most (got %d and %d)",
          leastQuestion,
          mostQuestion);
      require(
          0 <= leastAnswer && leastAnswer <= mostAnswer,
          "the least length of an answer must not exceed the most (got %d and %d)",
          leastAnswer,
          mostAnswer);
    }

    @Override
    public String name() {
      return "length";
    }

    @Override
    public Optional<Rejection> reject(Checked pair) {
      return within("question", pair.question(), leastQuestion, mostQuestion)
          .or(() -> within("answer", pair.answer(), leastAnswer, mostAnswer));
    }

    private Optional<Rejection> within(String what, String text, int least, int most) {
      int length = text.codePointCount(0, text.length());
      return length >= least && length <= most
          ? Optional.empty()
          : Optional.of(
              new Rejection(
                  name(),
                  "%s of %d characters".formatted(what, length),
                  "%s of %d to %d".formatted(what, least, most)));
    }
  }

  /**
   * The question is about the course.
   *
   * @param least share of its terms that the course must know, in [0, 1]
   */
  record Scope(CourseVocabulary course, double least) implements Filter {
    public Scope {
      require(least >= 0 && least <= 1, "scope is a share, in [0, 1] (got %s)", least);
    }

    @Override
    public String name() {
      return "scope";
    }

    @Override
    public Optional<Rejection> reject(Checked pair) {
      return atLeast(name(), course.share(pair.question()), least);
    }
  }

  /**
   * The judge's grade.
   *
   * @param least comprehensive grade
   * @param missingPasses whether a pair without a grade stays; missing is missing, never 0
   */
  record Score(double least, boolean missingPasses) implements Filter {
    @Override
    public String name() {
      return "score";
    }

    @Override
    public Optional<Rejection> reject(Checked pair) {
      if (pair.score().isEmpty()) {
        return missingPasses
            ? Optional.empty()
            : Optional.of(new Rejection(name(), "missing", "a grade of " + least));
      }
      return atLeast(name(), pair.score().getAsDouble(), least);
    }
  }

  /**
   * The answer rests on the paragraph: the share of its terms (words, pairs of Chinese characters)
   * that stand in it. A pair without a paragraph stays.
   *
   * @param least share, in [0, 1]
   */
  record Groundedness(double least) implements Filter {
    public Groundedness {
      require(least >= 0 && least <= 1, "groundedness is a share, in [0, 1] (got %s)", least);
    }

    @Override
    public String name() {
      return "groundedness";
    }

    @Override
    public Optional<Rejection> reject(Checked pair) {
      return pair.paragraph() == null
          ? Optional.empty()
          : atLeast(name(), share(pair.answer(), pair.paragraph()), least);
    }

    /** The share of an answer's terms that stand in a paragraph, in [0, 1]. */
    public static double share(String answer, String paragraph) {
      return ContentTerms.share(answer, new HashSet<>(ContentTerms.of(paragraph)));
    }
  }

  private static Optional<Rejection> atLeast(String name, double value, double least) {
    return value >= least
        ? Optional.empty()
        : Optional.of(
            new Rejection(name, String.format(Locale.ROOT, "%.3f", value), "at least " + least));
  }
}
