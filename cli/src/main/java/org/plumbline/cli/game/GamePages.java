package org.plumbline.cli.game;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.plumbline.cli.game.GameAuditReport.Best;
import org.plumbline.cli.game.GameAuditReport.Curve;
import org.plumbline.cli.game.GameOptions.PaymentChoice;
import org.plumbline.core.report.ChartPage;
import org.plumbline.core.report.ChartPage.Figure;
import org.plumbline.core.report.ChartPage.Section;
import org.plumbline.core.report.ChartPage.Table;
import org.plumbline.core.report.Drawing;

/** The page of an audit. */
public final class GamePages {
  private GamePages() {}

  /** What lies would have won, for a manager first and an auditor after. */
  public static ChartPage audit(LedgerRound round, GameAuditReport audit) {
    List<Section> sections =
        new ArrayList<>(List.of(lies(audit), bestLies(audit), certificate(round, audit)));
    if (round.terms().payment() != PaymentChoice.NONE) {
      sections.add(falseNames(audit));
    }
    sections.add(coalitions(audit));
    return new ChartPage(
        "Audit of " + round.terms().name(),
        headline(round, audit),
        sections,
        List.of(
            "Reports in the ledger are taken for the truth; each lie was played again with the reports of all others as they are.",
            "Gains are in units of a member's reward, summed over the members of the group that count.",
            terms(round)));
  }

  static String terms(LedgerRound round) {
    return String.format(
        Locale.ROOT,
        "Round %d, %s, %s, lambda %s, payments %s, seed %d, hash of the ledger's round before: %s.",
        round.round(),
        GameText.word(round.terms().kind()),
        GameText.word(round.terms().divergence()),
        round.terms().lambda(),
        GameText.word(round.terms().payment()),
        round.provenance().seed(),
        round.previous().isEmpty() ? "none" : round.previous());
  }

  /** The verdict in two sentences. */
  public static List<String> headline(LedgerRound round, GameAuditReport audit) {
    List<String> said = new ArrayList<>();
    double gain = audit.largestGain();
    String tried = String.format(Locale.ROOT, "%,d", audit.tried());
    if (round.terms().payment() == PaymentChoice.NONE) {
      said.add("Nobody pays in this game, so lies pay.");
    } else if (gain <= 1e-9 && audit.holds()) {
      said.add(
          "None of the %s lies that were tried would have won a group anything.".formatted(tried));
    } else if (gain <= 1e-9) {
      said.add("A property does not hold, and a counterexample shows it: see the certificates.");
    } else {
      said.add(
          String.format(
              Locale.ROOT,
              "A lie would have won %.4g: the payments of this game do not make truth the best report.",
              gain));
    }
    Best tempted = audit.mostTempted();
    if (tempted != null) {
      said.add(
          String.format(
              Locale.ROOT,
              "Without payments %s would have won %.4g by a lie (%s).",
              tempted.group(),
              tempted.withoutPayments().gainWithout(),
              tempted.withoutPayments().lie()));
    }
    return said;
  }

  /** Curves of gains; the same on both pages. */
  static Section lies(GameAuditReport audit) {
    List<Figure> figures = new ArrayList<>();
    for (String kind : audit.curves().stream().map(Curve::kind).distinct().toList()) {
      figures.add(gains(audit, kind));
    }
    return new Section(
        "What a lie wins",
        List.of(
            "The truth is at 1. Solid: after payments, where no point should lie above 0. Dashed: if nobody paid, where lies pay."),
        figures,
        List.of());
  }

  private static Figure gains(GameAuditReport audit, String kind) {
    List<Drawing.Line> lines = new ArrayList<>();
    List<String> summary = new ArrayList<>();
    int colour = 0;
    for (Curve curve : audit.curves()) {
      if (curve.kind().equals(kind)) {
        lines.add(line(curve, colour, false));
        lines.add(line(curve, colour++, true));
        double[] last = curve.points().getLast();
        summary.add(
            String.format(
                Locale.ROOT,
                "%s, %s times %s: %s with payments, %s without.",
                curve.group(),
                kind,
                trimmed(last[0]),
                GameAuditReport.signed(last[1]),
                GameAuditReport.signed(last[2])));
      }
    }
    return new Figure(
        "Gain by " + kind, summary, new Drawing.Lines(kind + ", times the truth", "gain", lines));
  }

  private static Drawing.Line line(Curve curve, int colour, boolean without) {
    List<double[]> points =
        curve.points().stream().map(p -> new double[] {p[0], p[without ? 2 : 1]}).toList();
    return new Drawing.Line(
        without ? curve.group() + ", no payments" : curve.group(), colour, without, points);
  }

  private static Section bestLies(GameAuditReport audit) {
    List<List<String>> rows = new ArrayList<>();
    for (Best best : audit.best()) {
      rows.add(
          List.of(
              best.group(),
              GameText.number(best.utility()),
              GameText.number(best.payment()),
              GameAuditReport.signed(best.withPayments().gain()),
              best.withPayments().lie(),
              GameAuditReport.signed(best.withoutPayments().gainWithout()),
              best.withoutPayments().lie()));
    }
    return new Section(
        "The best lies",
        List.of(
            "Exaggerated, shifted and random rewards, sizes up and down: the best of all that were tried."),
        List.of(),
        List.of(
            new Table(
                "For each group the best lie with payments and without",
                List.of(
                    "Group",
                    "Utility by the truth",
                    "Payment",
                    "Best gain",
                    "by",
                    "Best gain if nobody paid",
                    "by"),
                rows,
                1)));
  }

  private static Section certificate(LedgerRound round, GameAuditReport audit) {
    GameAuditReport.Certificate found = audit.certificate();
    String said =
        found == null
            ? "No theorem covers this game as it is, so there is no certificate for all lies: what was tried is evidence."
            : String.format(
                Locale.ROOT,
                "By Theorem 4.2 a lie of one group costs lambda times KL from the policy that it leads to, to the policy of the truth, and KL is never negative. Each of %,d lies was held against that: they cost up to %.4g, and the largest difference was %.2g, which is rounding.",
                found.lies(),
                found.largest(),
                found.difference());
    List<List<String>> rows = new ArrayList<>();
    for (ExactAudit.Property property : audit.properties()) {
      rows.add(List.of(property.name(), property.holds() ? "yes" : "no", property.evidence()));
    }
    return new Section(
        "Certificates",
        List.of(said),
        List.of(),
        rows.isEmpty()
            ? List.of()
            : List.of(
                new Table(
                    "Properties, each with its certificate or counterexample",
                    List.of("Property", "Holds", "Shown by"),
                    rows,
                    3)));
  }

  private static Section falseNames(GameAuditReport audit) {
    List<Drawing.Line> lines = new ArrayList<>();
    List<String> summary = new ArrayList<>();
    int colour = 0;
    for (GameAuditReport.FalseNames names : audit.falseNames()) {
      lines.add(new Drawing.Line(names.group(), colour++, false, names.points()));
      double[] first = names.points().getFirst();
      double[] last = names.points().getLast();
      if (last[0] > 1) {
        summary.add(
            String.format(
                Locale.ROOT,
                "%s pays %.4g as one group and %.4g as %s.",
                names.group(),
                first[1],
                last[1],
                trimmed(last[0])));
      }
    }
    return new Section(
        "False names",
        List.of(
            "A group that comes as several smaller ones gets the same model and pays less. No payment of this kind prevents that: check who stands behind a name."),
        List.of(
            new Figure(
                "Payment in all, by parts", summary, new Drawing.Lines("parts", "payment", lines))),
        List.of());
  }

  private static Section coalitions(GameAuditReport audit) {
    List<List<String>> rows = new ArrayList<>();
    for (GameAuditReport.Coalition coalition : audit.coalitions()) {
      rows.add(
          List.of(
              String.join(" and ", coalition.groups()),
              GameAuditReport.signed(coalition.best().gain()),
              coalition.best().lie()));
    }
    return new Section(
        "Coalitions",
        List.of(
            "Two groups can win by lying together, because each lowers what the other pays. Truth is the best report of each alone, whatever the others report; no payment of this kind makes it the best of two that agree."),
        List.of(),
        rows.isEmpty()
            ? List.of()
            : List.of(
                new Table(
                    "What two groups would have won together",
                    List.of("Groups", "Best gain", "by"),
                    rows,
                    1)));
  }

  static String trimmed(double number) {
    return number == Math.rint(number)
        ? String.format(Locale.ROOT, "%.0f", number)
        : String.valueOf(number);
  }
}
