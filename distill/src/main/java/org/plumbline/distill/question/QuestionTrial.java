package org.plumbline.distill.question;

import java.util.List;
import java.util.Optional;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.corpus.Chapters;
import org.plumbline.distill.corpus.Paragraph;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.distill.template.PromptTemplate;
import org.plumbline.distill.text.CourseVocabulary;

/**
 * What a prompt for questions gets out of a paragraph, by itself: the call of a {@link QuestionRun}
 * with people's examples alone, and what parser, scope guard and deduplication leave of the list.
 */
public final class QuestionTrial {
  private final ChatModel teacher;
  private final CourseVocabulary vocabulary;
  private final SeedPool pool;
  private final String course;
  private final QuestionOptions options;
  private final Seeds seeds;

  /**
   * What came of a call.
   *
   * @param demanded questions that were asked for
   * @param kept those that are left
   * @param dropped the others, with reasons
   */
  public record Tried(
      int demanded, List<Question> kept, List<DroppedQuestion> dropped, ChatOutcome outcome) {

    /** Share of the demanded questions that are kept, at most 1. */
    public double share() {
      return Math.min(1, (double) kept.size() / demanded);
    }
  }

  /**
   * Trials with one teacher.
   *
   * @param book all paragraphs of the course, for its vocabulary
   * @param course what it is called in prompts; may be empty
   * @param seeds of examples and marks: all prompts are tried with the same ones
   */
  public QuestionTrial(
      ChatModel teacher,
      List<Paragraph> book,
      SeedPool pool,
      String course,
      QuestionOptions options,
      Seeds seeds) {
    this.teacher = teacher;
    this.vocabulary = new CourseVocabulary(book.stream().map(Paragraph::text).toList());
    this.pool = pool;
    this.course = course;
    this.options = options;
    this.seeds = seeds;
  }

  /** Asks for questions about a paragraph; may be called from many threads. */
  public Tried of(PromptTemplate prompt, Paragraph paragraph) {
    QuestionPrompts prompts = new QuestionPrompts(course, Optional.of(prompt), Optional.empty());
    List<Paragraph> one = List.of(paragraph);
    QuestionCall.Answered answered =
        new ParagraphCalls(one, new Chapters(one), List.of(teacher), pool, prompts, options, seeds)
            .next()
            .ask();
    List<Question> written = answered.list().map(answered::rows).orElse(List.of());
    QuestionSorting.Sorted sorted =
        new QuestionSorting(pool, vocabulary, options, Optional.empty()).sort(written);
    return new Tried(
        options.paragraphs().count(paragraph.text()),
        sorted.kept(),
        sorted.dropped(),
        answered.outcome());
  }
}
