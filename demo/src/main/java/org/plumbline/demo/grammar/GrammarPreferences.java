package org.plumbline.demo.grammar;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.plumbline.core.data.Preference;
import org.plumbline.demo.grammar.RuleExample.Corrected;

/**
 * Preferences that people wrote: a faulty sentence and its correction, from LanguageTool's rules.
 *
 * <p>The prompt is empty and both completions are whole texts, because the fault may be in the
 * first word. The group is the id of the rule.
 */
public final class GrammarPreferences {
  private GrammarPreferences() {}

  /** Pairs of the rules that teach; no text of theirs occurs in {@link #test}. */
  public static Stream<Preference> train() {
    return train(RuleExamples.read()).stream();
  }

  /** Pairs of the rules that are kept for tests. */
  public static Stream<Preference> test() {
    return test(RuleExamples.read()).stream();
  }

  static List<Preference> test(List<RuleExample> examples) {
    return pairs(examples).stream().filter(pair -> RuleSplit.test(pair.group())).toList();
  }

  static List<Preference> train(List<RuleExample> examples) {
    Set<String> testTexts = new HashSet<>();
    var train = new ArrayList<Preference>();
    List<Preference> all = pairs(examples);
    for (Preference pair : all) {
      if (RuleSplit.test(pair.group())) {
        testTexts.add(pair.chosen());
        testTexts.add(pair.rejected());
      }
    }
    for (Preference pair : all) {
      if (!RuleSplit.test(pair.group())
          && !testTexts.contains(pair.chosen())
          && !testTexts.contains(pair.rejected())) {
        train.add(pair);
      }
    }
    return List.copyOf(train);
  }

  /** Distinct pairs in file order; a pair that two rules share belongs to the first. */
  private static List<Preference> pairs(List<RuleExample> examples) {
    Map<List<String>, Preference> distinct = new LinkedHashMap<>();
    for (RuleExample example : examples) {
      if (example instanceof Corrected pair) {
        distinct.putIfAbsent(
            List.of(pair.faulty(), pair.corrected()),
            new Preference(
                "", pair.corrected(), pair.faulty(), OptionalDouble.empty(), pair.rule()));
      }
    }
    return List.copyOf(distinct.values());
  }
}
