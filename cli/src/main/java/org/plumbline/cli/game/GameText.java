package org.plumbline.cli.game;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.plumbline.cli.game.LedgerRound.Bill;
import org.plumbline.cli.game.LedgerRound.Report;

/** A round for people on a terminal. */
public final class GameText {
  private static final int MOST_OUTCOMES = 8;

  private GameText() {}

  /** What came out: the policy if its outcomes are few, and the bills. */
  public static String of(LedgerRound round) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s, round %d: welfare %.4f at a divergence of %.4f%n",
            round.terms().name(),
            round.round(),
            round.outcome().welfare(),
            round.outcome().divergence()));
    if (round.terms().kind() == LedgerRound.Kind.LISTED) {
      text.append(policy(round));
    } else {
      text.append(
          "%d prompts, %d texts each%n"
              .formatted(round.prompts().size(), round.prompts().getFirst().outcomes().size()));
    }
    return text.append(bills(round)).toString();
  }

  private static String policy(LedgerRound round) {
    List<String> names = round.prompts().getFirst().outcomes();
    double[] log = round.outcome().logPolicy()[0];
    List<String> parts = new ArrayList<>();
    for (int k = 0; k < Math.min(MOST_OUTCOMES, log.length); k++) {
      parts.add(String.format(Locale.ROOT, "%s %.4f", names.get(k), Math.exp(log[k])));
    }
    String more =
        log.length > MOST_OUTCOMES ? ", and %d more".formatted(log.length - MOST_OUTCOMES) : "";
    return "policy: " + String.join(", ", parts) + more + System.lineSeparator();
  }

  private static String bills(LedgerRound round) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("group", "members", "counted", "value each", "payment", "95 %", "utility"));
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < round.bills().size(); i++) {
      Bill bill = round.bills().get(i);
      Report report = round.reports().get(i);
      rows.add(
          List.of(
              bill.group(),
              "%d".formatted(report.size()),
              bill.served() ? "%d".formatted(report.counted()) : "not served",
              number(bill.value()),
              bill.refused() == null ? number(bill.payment()) : "refused",
              interval(bill),
              number(bill.utility())));
      if (bill.refused() != null) {
        notes.add("%s: no payment is named. %s".formatted(bill.group(), bill.refused()));
      }
    }
    String table = table(rows);
    return notes.isEmpty() ? table : table + "\n" + String.join("\n", notes);
  }

  /** The 95 % interval of a payment, {@code exact} where there is none to give. */
  static String interval(Bill bill) {
    if (bill.refused() != null) {
      return "-";
    }
    return bill.low() == null ? "exact" : number(bill.low()) + " to " + number(bill.high());
  }

  /** A choice as it is written in files. */
  public static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Six digits, or a dash. */
  public static String number(@Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.6f", value);
  }

  /** Columns of equal width, the first to the left and the others to the right. */
  public static String table(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        String format = "%" + (c == 0 ? "-" : "") + widths[c] + "s";
        line.append(c == 0 ? "" : "  ").append(format.formatted(row.get(c)));
      }
      lines.add(line.toString().stripTrailing());
    }
    return String.join("\n", lines);
  }
}
