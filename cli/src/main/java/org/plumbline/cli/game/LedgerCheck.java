package org.plumbline.cli.game;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.plumbline.core.error.InvalidInputException;

/**
 * Computes the rounds of a ledger again and says what differs.
 *
 * @param differences one sentence each; none if all agrees
 * @param recomputed the rounds as they come out here
 */
public record LedgerCheck(List<String> differences, List<LedgerRound> recomputed) {
  /** What another JVM's exponentials may move. */
  private static final double ROUNDING = 1e-11;

  private static final int MOST = 20;

  public LedgerCheck {
    differences = List.copyOf(differences);
    recomputed = List.copyOf(recomputed);
  }

  /** Checks hashes, the chain, and every number that follows from others. */
  public static LedgerCheck of(Ledger ledger) {
    List<String> differences = new ArrayList<>();
    List<LedgerRound> recomputed = new ArrayList<>();
    String previous = "";
    for (int i = 0; i < ledger.rounds().size(); i++) {
      Ledger.Entry entry = ledger.rounds().get(i);
      String name = "round " + (i + 1);
      List<String> found = new ArrayList<>();
      boolean whole = entry.hash().equals(entry.trueHash());
      try {
        LedgerRound again = RoundArithmetic.again(entry.round());
        recomputed.add(again);
        compare(name, entry.tree(), Ledger.tree(again), whole ? ROUNDING : 0, found);
      } catch (InvalidInputException e) {
        found.add("%s cannot be computed again: %s".formatted(name, e.getMessage()));
      }
      if (!whole) {
        differences.add(
            found.isEmpty()
                ? name
                    + ": the content does not have the stated hash, though all numbers follow from one another: a report, text, name, seed or hash of an input was changed"
                : name + ": the content does not have the stated hash");
      }
      if (entry.round().round() != i + 1 || !entry.round().previous().equals(previous)) {
        differences.add(name + " does not follow the round before: one was exchanged or left out");
      }
      differences.addAll(found.subList(0, Math.min(MOST, found.size())));
      if (found.size() > MOST) {
        differences.add("%s: and %d more numbers".formatted(name, found.size() - MOST));
      }
      previous = entry.hash();
    }
    return new LedgerCheck(differences, recomputed);
  }

  private static void compare(
      String path, JsonNode stated, JsonNode again, double tolerance, List<String> found) {
    if (stated.isObject() && again.isObject()) {
      TreeSet<String> names = new TreeSet<>();
      stated.fieldNames().forEachRemaining(names::add);
      again.fieldNames().forEachRemaining(names::add);
      names.forEach(
          name ->
              compare(path + "." + name, stated.path(name), again.path(name), tolerance, found));
    } else if (stated.isArray() && again.isArray() && stated.size() == again.size()) {
      for (int i = 0; i < stated.size(); i++) {
        compare(path + "[" + (i + 1) + "]", stated.get(i), again.get(i), tolerance, found);
      }
    } else if (stated.isNumber() && again.isNumber()) {
      double a = stated.doubleValue();
      double b = again.doubleValue();
      if (!(Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)))) {
        found.add("%s is %s in the ledger and %s by computation".formatted(path, stated, again));
      }
    } else if (!stated.equals(again)) {
      found.add(
          "%s is %s in the ledger and %s by computation"
              .formatted(path, text(stated), text(again)));
    }
  }

  private static String text(JsonNode node) {
    return node.isMissingNode()
        ? "missing"
        : node.isArray() ? "of another length" : node.toString();
  }
}
