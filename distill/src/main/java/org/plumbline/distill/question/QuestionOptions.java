package org.plumbline.distill.question;

import static org.plumbline.core.error.Require.require;

import org.plumbline.distill.dedup.Deduplication;
import org.plumbline.distill.text.Language;

/**
 * How questions are asked for.
 *
 * @param paragraphs what is asked about a paragraph
 * @param resampling how new questions come from earlier ones
 * @param duplicates when two questions are one
 * @param scope least share of a question's terms that the course must know, in [0, 1]
 * @param temperature of the teachers
 * @param maxTokens of an answer
 */
public record QuestionOptions(
    FromParagraphs paragraphs,
    Resampling resampling,
    Deduplication.Options duplicates,
    double scope,
    double temperature,
    int maxTokens) {

  /**
   * Questions about a paragraph.
   *
   * @param unitsPerQuestion words, or Chinese characters, for which one question is demanded; few
   *     force more questions than the paragraph needs (paper, section 3.1)
   * @param least demanded of the shortest paragraph
   * @param most demanded of the longest
   * @param seedExamples questions of people in a prompt; 6 in the paper
   * @param generatedExamples generated ones in a prompt; 2 in the paper, and seeds in their place
   *     where there are none yet, as in self-instruct
   * @param wave paragraphs in a wave: generated examples come from the waves before the last, which
   *     are complete, so that they do not depend on who answers first
   */
  public record FromParagraphs(
      int unitsPerQuestion,
      int least,
      int most,
      int seedExamples,
      int generatedExamples,
      int wave) {
    public FromParagraphs {
      require(
          unitsPerQuestion > 0,
          "units-per-question must be positive (got %d); 20 words or characters are usual",
          unitsPerQuestion);
      require(
          least > 0 && most >= least,
          "questions of a paragraph must be at least 1, and at most no fewer (got %d to %d)",
          least,
          most);
      require(
          seedExamples >= 0 && generatedExamples >= 0,
          "numbers of examples must not be negative (got %d and %d)",
          seedExamples,
          generatedExamples);
      require(wave > 0, "a wave must hold a paragraph (got %d)", wave);
    }

    /** How many questions a text is to give. */
    public int count(String text) {
      return Math.clamp(Math.ceilDiv(Language.units(text), unitsPerQuestion), least, most);
    }
  }

  /**
   * New questions from earlier ones, in rounds.
   *
   * @param rounds 2 in the paper; 0 for none
   * @param content questions of the round before that stand in a prompt, all of one chapter; as
   *     many new ones are asked for
   * @param styles questions of people that show the form; 3 in the paper
   */
  public record Resampling(int rounds, int content, int styles) {
    public Resampling {
      require(rounds >= 0, "rounds must not be negative (got %d); 0 for none", rounds);
      require(
          content > 0 && styles >= 0,
          "content examples must be positive, style examples not negative (got %d and %d)",
          content,
          styles);
    }
  }

  /** The paper's numbers where it gives any. */
  public static final QuestionOptions DEFAULT =
      new QuestionOptions(
          new FromParagraphs(20, 4, 20, 6, 2, 128),
          new Resampling(2, 10, 3),
          Deduplication.Options.DEFAULT,
          0.3,
          1,
          2048);

  public QuestionOptions {
    require(scope >= 0 && scope <= 1, "scope must lie in [0, 1] (got %s); 0 for none", scope);
    require(
        temperature >= 0 && Double.isFinite(temperature),
        "temperature must not be negative (got %s)",
        temperature);
    require(maxTokens > 0, "max-tokens must be positive (got %d)", maxTokens);
  }
}
