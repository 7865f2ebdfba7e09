package org.plumbline.distill.judge;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.llm.InOrder;

/**
 * Answers of which it is known which is better, made out of people's pairs, and what a judge says
 * to them.
 *
 * <p>It is an easy examination, because the better answer is the reference itself: a judge that
 * fails it cannot be used, one that passes may still be a poor one.
 */
public final class JudgeProbe {
  /** With fewer, even a perfect judge could not be told from a coin. */
  public static final int FEWEST = 6;

  private final List<HumanPair> pairs;
  private final Seeds seeds;

  /**
   * Of pairs that are drawn at random.
   *
   * @param items how many to draw at most, at least {@value #FEWEST}
   */
  public JudgeProbe(List<HumanPair> pairs, int items, Seeds seeds) {
    require(
        pairs.size() >= FEWEST && items >= FEWEST,
        "the probe of a judge needs at least %d pairs of people (got %d, of which %d may be taken)",
        FEWEST,
        pairs.size(),
        items);
    this.seeds = seeds.child("probe");
    this.pairs = this.seeds.sample("items", pairs, items);
  }

  /** How many pairs it has. */
  public int items() {
    return pairs.size();
  }

  /** Answers that are graded, each person's and the worse ones. */
  public int gradings() {
    return pairs.size() * (1 + ProbeKind.values().length);
  }

  /** One question with the better and the worse answers. */
  public record Item(HumanPair pair, Map<ProbeKind, String> worse) {}

  /** All of them. */
  public List<Item> list() {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      HumanPair pair = pairs.get(i);
      HumanPair other = pairs.get((i + 1) % pairs.size());
      Map<ProbeKind, String> worse = new EnumMap<>(ProbeKind.class);
      for (ProbeKind kind : ProbeKind.values()) {
        worse.put(kind, kind.worse(pair, other, seeds));
      }
      items.add(new Item(pair, worse));
    }
    return items;
  }

  /** What a judge says to all of them. */
  public ProbeResult run(Grader judge, InOrder order) {
    List<ProbeResult.Graded> graded = new ArrayList<>();
    order.run(list().iterator(), item -> grade(judge, item), graded::add);
    return new ProbeResult(graded);
  }

  private static ProbeResult.Graded grade(Grader judge, Item item) {
    HumanPair pair = item.pair();
    List<Grading> all = new ArrayList<>();
    Grading better = judge.grade(judged(pair, "human", pair.answer()));
    all.add(better);
    Map<ProbeKind, OptionalDouble> worse = new EnumMap<>(ProbeKind.class);
    item.worse()
        .forEach(
            (kind, text) -> {
              Grading grading = judge.grade(judged(pair, kind.name(), text));
              all.add(grading);
              worse.put(kind, grading.comprehensive());
            });
    return new ProbeResult.Graded(pair.id(), better.comprehensive(), worse, all);
  }

  private static JudgedAnswer judged(HumanPair pair, String which, String answer) {
    return new JudgedAnswer(pair.id() + "/probe/" + which, pair.question(), pair.answer(), answer);
  }
}
