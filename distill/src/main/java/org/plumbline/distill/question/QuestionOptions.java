package org.plumbline.distill.question;

import static org.plumbline.core.error.Require.require;

import org.plumbline.core.options.Option;
import org.plumbline.distill.dedup.Deduplication;
import org.plumbline.distill.text.Script;

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
    @Option(inline = true) FromParagraphs paragraphs,
    @Option(inline = true) Resampling resampling,
    @Option(inline = true) Deduplication.Options duplicates,
    @Option("least share of a question's terms that the course knows; 0: no guard") double scope,
    @Option("of the teachers") double temperature,
    @Option("most tokens of a list") int maxTokens) {

  /**
   * Questions about a paragraph.
   *
   * @param unitsPerQuestion words, or Chinese characters, for which one question is demanded; few
   *     force more questions than the paragraph needs (paper, section 3.1)
   * @param leastQuestions demanded of the shortest paragraph
   * @param mostQuestions demanded of the longest
   * @param seedExamples questions of people in a prompt; 6 in the paper
   * @param generatedExamples generated ones in a prompt; 2 in the paper, and seeds in their place
   *     where there are none yet, as in self-instruct
   * @param wave paragraphs in a wave: generated examples come from the waves before the last, which
   *     are complete, so that they do not depend on who answers first
   */
  public record FromParagraphs(
      @Option("words, or Chinese characters, for which one question is demanded")
          int unitsPerQuestion,
      @Option("questions demanded of the shortest paragraph") int leastQuestions,
      @Option("of the longest") int mostQuestions,
      @Option("people's questions in a prompt") int seedExamples,
      @Option("generated questions in a prompt") int generatedExamples,
      @Option("paragraphs in a wave; generated examples come from complete ones") int wave) {
    public FromParagraphs {
      require(
          unitsPerQuestion > 0,
          "units-per-question must be positive (got %d); 20 words or characters are usual",
          unitsPerQuestion);
      require(
          leastQuestions > 0 && mostQuestions >= leastQuestions,
          "questions of a paragraph must be at least 1, and at most no fewer (got %d to %d)",
          leastQuestions,
          mostQuestions);
      require(
          seedExamples >= 0 && generatedExamples >= 0,
          "numbers of examples must not be negative (got %d and %d)",
          seedExamples,
          generatedExamples);
      require(wave > 0, "a wave must hold a paragraph (got %d)", wave);
    }

    /** How many questions a text is to give. */
    public int count(String text) {
      return Math.clamp(
          Math.ceilDiv(Script.units(text), unitsPerQuestion), leastQuestions, mostQuestions);
    }
  }

  /**
   * New questions from earlier ones, in rounds.
   *
   * @param rounds 2 in the paper; 0 for none
   * @param contentExamples questions of the round before that stand in a prompt, all of one
   *     chapter; as many new ones are asked for
   * @param styleExamples questions of people that show the form; 3 in the paper
   */
  public record Resampling(
      @Option("rounds of new questions from those of the round before") int rounds,
      @Option("questions of the round before in a prompt; as many new ones are asked for")
          int contentExamples,
      @Option("people's questions in it, for their form") int styleExamples) {
    public Resampling {
      require(rounds >= 0, "rounds must not be negative (got %d); 0 for none", rounds);
      require(
          contentExamples > 0 && styleExamples >= 0,
          "content examples must be positive, style examples not negative (got %d and %d)",
          contentExamples,
          styleExamples);
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
