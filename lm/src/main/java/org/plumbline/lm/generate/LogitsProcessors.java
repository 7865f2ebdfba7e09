package org.plumbline.lm.generate;

import static org.plumbline.core.error.Require.require;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Several rules in the order in which they must run, whatever the order in which they were named:
 * penalties and bans first, then temperature, then the cuts, each of which sees what the one before
 * it left.
 */
public final class LogitsProcessors {
  /** No rule: tokens are drawn from the model itself. */
  public static final LogitsProcessors NONE = new LogitsProcessors(List.of());

  // The records of the sealed interface, as they stand in its source.
  private static final List<Class<?>> ORDER =
      Arrays.asList(LogitsProcessor.class.getPermittedSubclasses());

  private final List<LogitsProcessor> rules;

  private LogitsProcessors(List<LogitsProcessor> rules) {
    this.rules = rules;
  }

  /** Rules of different kinds; only of sequence biases there may be several. */
  public static LogitsProcessors of(List<LogitsProcessor> rules) {
    List<LogitsProcessor> ordered =
        rules.stream()
            .sorted(Comparator.comparingInt(rule -> ORDER.indexOf(rule.getClass())))
            .toList();
    for (int i = 1; i < ordered.size(); i++) {
      Class<?> kind = ordered.get(i).getClass();
      require(
          kind != ordered.get(i - 1).getClass() || kind == LogitsProcessor.SequenceBias.class,
          "a rule for sampling must be given once, but %s is there twice; leave one out",
          kind.getSimpleName());
    }
    return new LogitsProcessors(ordered);
  }

  /** In the order in which they run. */
  public List<LogitsProcessor> rules() {
    return rules;
  }

  /**
   * Runs all of them on a row, in place.
   *
   * @param logits of every token [vocabulary]
   * @param history tokens of the sequence so far, its prompt included [tokens]
   * @param promptLength how many of them are the prompt
   */
  public void process(float[] logits, int[] history, int promptLength) {
    rules.forEach(rule -> rule.process(logits, history, promptLength));
  }
}
