package org.plumbline.cli.distill;

import org.plumbline.core.options.Option;
import org.plumbline.distill.judge.JudgeOptions;
import org.plumbline.distill.judge.Scale;

/** How a search for a prompt grades; see {@link JudgeOptions}. */
public record GradeOptions(
    @Option("grades, from the worst to the best") Scale scale,
    @Option("judgements of each answer, whose mean counts") int repeats) {
  /** One judgement, 1 to 10. */
  public static final GradeOptions DEFAULT = new GradeOptions(Scale.TEN, 1);

  /** All of them, in this language. */
  public JudgeOptions options(String language) {
    JudgeOptions d = JudgeOptions.DEFAULT;
    return new JudgeOptions(scale, d.calls(), language, repeats, d.temperature(), d.maxTokens());
  }
}
