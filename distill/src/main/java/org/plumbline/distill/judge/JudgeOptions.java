package org.plumbline.distill.judge;

import static org.plumbline.core.error.Require.require;

import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.options.Option;

/**
 * How a judge is asked.
 *
 * @param scale of all grades; AlignBench has 1 to 10
 * @param calls whether all dimensions are graded at once
 * @param language of the judge's prompt, {@code en} or {@code zh}
 * @param repeats judgements of each answer, whose mean counts
 * @param temperature 0 as in AlignBench; above it where there are several judgements
 * @param maxTokens of a judgement, reasoning included
 */
public record JudgeOptions(
    @Option("grades, from the worst to the best") Scale scale,
    @Option("all dimensions in one call, or one call for each") Calls calls,
    @Option("language of the judge's prompt: en or zh") String language,
    @Option("judgements of each answer, whose mean counts") int repeats,
    @Option("temperature of the judge") double temperature,
    @Option("most tokens of a judgement") int maxTokens) {
  /** As AlignBench judges, in English. */
  public static final JudgeOptions DEFAULT =
      new JudgeOptions(Scale.TEN, Calls.JOINT, "en", 1, 0, 1024);

  /** How the dimensions are asked for. */
  public enum Calls {
    /** One call that grades all, as in AlignBench. */
    JOINT,
    /** One call for each dimension; the comprehensive grade is their mean. */
    SEPARATE
  }

  public JudgeOptions {
    requireLanguage(language);
    require(repeats >= 1, "judgements of each answer must be at least 1 (got %d)", repeats);
    ChatSampling.at(temperature, maxTokens);
  }

  /** The prompts that are included are written in these languages. */
  public static void requireLanguage(String language) {
    require(
        language.equals("en") || language.equals("zh"),
        "a language of prompts is en or zh (got '%s'); for material in another one take either",
        language);
  }

  /** Calls that the grades of an answer take if every reply can be read. */
  public int callsPerAnswer() {
    return repeats
        * switch (calls) {
          case JOINT -> 1;
          case SEPARATE -> Rubric.ofAnswers(scale).dimensions().size();
        };
  }

  ChatSampling sampling() {
    return ChatSampling.at(temperature, maxTokens);
  }
}
