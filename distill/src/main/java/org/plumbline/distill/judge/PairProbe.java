package org.plumbline.distill.judge;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.plumbline.distill.judge.ProbeResult.Count;
import org.plumbline.distill.llm.InOrder;

/**
 * What a judge of pairs says to a probe.
 *
 * @param counts by kind
 * @param verdicts all of them, for the bias of places
 */
public record PairProbe(Map<ProbeKind, Count> counts, List<PairVerdict> verdicts) {
  public PairProbe {
    counts = Map.copyOf(counts);
    verdicts = List.copyOf(verdicts);
  }

  private record Pair(ProbeKind kind, PairItem item) {}

  private record Judged(ProbeKind kind, PairVerdict verdict) {}

  /** Puts the person's answer beside each of the worse ones. */
  public static PairProbe of(JudgeProbe probe, PairJudge judge, InOrder order) {
    List<Pair> pairs = new ArrayList<>();
    for (JudgeProbe.Item item : probe.list()) {
      HumanPair human = item.pair();
      item.worse()
          .forEach(
              (kind, worse) ->
                  pairs.add(
                      new Pair(
                          kind,
                          new PairItem(
                              human.id() + "/probe/" + kind.name(),
                              human.question(),
                              human.answer(),
                              human.answer(),
                              worse))));
    }
    List<Judged> judged = new ArrayList<>();
    order.run(
        pairs.iterator(), pair -> new Judged(pair.kind(), judge.compare(pair.item())), judged::add);
    Map<ProbeKind, Count> counts = new EnumMap<>(ProbeKind.class);
    for (ProbeKind kind : Set.of(ProbeKind.values())) {
      counts.put(
          kind,
          Count.of(
              judged.stream().filter(j -> j.kind() == kind).map(j -> sign(j.verdict().winner()))));
    }
    return new PairProbe(counts, judged.stream().map(Judged::verdict).toList());
  }

  private static Optional<Integer> sign(PairVerdict.Winner winner) {
    return switch (winner) {
      case FIRST -> Optional.of(1);
      case TIE -> Optional.of(0);
      case SECOND -> Optional.of(-1);
      case MISSING -> Optional.empty();
    };
  }
}
