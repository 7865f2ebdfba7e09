package org.plumbline.distill.build;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.plumbline.core.options.Option;
import org.plumbline.distill.dedup.Deduplication;
import org.plumbline.distill.filter.Filter;
import org.plumbline.distill.text.CourseVocabulary;

/**
 * How a corpus is made.
 *
 * @param shares of the parts
 * @param duplicates when two questions are one
 * @param apart similarity from which two questions, or two answers, must not stand in two parts; at
 *     most that of duplicates
 * @param allAnswers whether a question keeps the answers of all teachers; else the best
 * @param rules that pairs must keep to
 */
public record BuildOptions(
    @Option(inline = true) Shares shares,
    @Option(inline = true) Deduplication.Options duplicates,
    @Option("similarity of texts that must stand in one part") double apart,
    @Option("keep all answers to a question; else the best graded") boolean allAnswers,
    @Option(inline = true) Rules rules) {

  /**
   * The filters and their thresholds; pairs of people pass them all.
   *
   * @param language whether question and answer must be in the language of the paragraph
   * @param length of questions and answers
   * @param scope least share of a question's terms that the course knows; 0 for no such filter
   * @param groundedness least share of an answer's terms that stand in the paragraph; 0 for none
   * @param score least grade; empty for no such filter
   * @param missingPasses whether an answer without a grade passes that filter
   */
  public record Rules(
      @Option("question and answer must be in the language of the paragraph") boolean language,
      @Option(inline = true) Filter.Length length,
      @Option("least share of a question's terms known to the course") double scope,
      @Option("least share of an answer's terms in its paragraph") double groundedness,
      @Option("least grade of the judge, 'comprehensive'; none: any") OptionalDouble score,
      @Option("an answer without a grade passes that") boolean missingPasses) {
    /** Loose ones that keep nonsense out. */
    public static final Rules DEFAULT =
        new Rules(
            true, new Filter.Length(4, 500, 2, 8000), 0.3, 0.2, OptionalDouble.empty(), false);

    List<Filter> filters(CourseVocabulary course, boolean courseKnown) {
      List<Filter> filters = new ArrayList<>();
      if (language) {
        filters.add(new Filter.SameLanguage());
      }
      filters.add(length);
      if (scope > 0 && courseKnown) {
        filters.add(new Filter.Scope(course, scope));
      }
      score.ifPresent(least -> filters.add(new Filter.Score(least, missingPasses)));
      if (groundedness > 0) {
        filters.add(new Filter.Groundedness(groundedness));
      }
      return filters;
    }
  }

  /** Usual ones. */
  public static final BuildOptions DEFAULT =
      new BuildOptions(Shares.DEFAULT, Deduplication.Options.DEFAULT, 0.7, false, Rules.DEFAULT);

  public BuildOptions {
    require(
        apart > 0 && apart <= duplicates.similarity(),
        "apart must be positive and at most the similarity of duplicates, %s (got %s)",
        duplicates.similarity(),
        apart);
  }

  Deduplication.Options near() {
    return new Deduplication.Options(duplicates.ngram(), apart);
  }
}
