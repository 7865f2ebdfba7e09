package org.plumbline.cli.game;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.random.Seeds;
import org.plumbline.mechanism.sampled.Lie;

/**
 * Everything that an audit of a round found.
 *
 * @param groups their names
 * @param best for each group the best lie that was tried, with payments and without
 * @param curves gains by the size of the lie
 * @param falseNames what a group would pay in all as several groups
 * @param coalitions what two groups would have won by lying together
 * @param tried number of lies
 * @param certificate that no lie can win, where there is one
 * @param properties of a game over listed outcomes, checked one by one
 */
public record GameAuditReport(
    List<String> groups,
    List<Best> best,
    List<Curve> curves,
    List<FalseNames> falseNames,
    List<Coalition> coalitions,
    int tried,
    @Nullable Certificate certificate,
    List<ExactAudit.Property> properties) {

  /**
   * A lie and what it would have won.
   *
   * @param gain with payments, in units of a member's reward
   * @param gainWithout if nobody paid
   */
  public record Gain(String lie, double gain, double gainWithout) {}

  /**
   * Of one group.
   *
   * @param withPayments the lie that is best with payments
   * @param withoutPayments the lie that is best without
   * @param utility what the group has by the truth
   * @param payment what it pays then
   */
  public record Best(
      String group, Gain withPayments, Gain withoutPayments, double utility, double payment) {}

  /**
   * Gains against the size of a lie.
   *
   * @param kind what is changed
   * @param points [factor, gain with payments, gain without]
   */
  public record Curve(String group, String kind, List<double[]> points) {}

  /** Payments of a group that comes as so many groups, [parts, payment]. */
  public record FalseNames(String group, List<double[]> points) {}

  /** Two groups that lie alike, together. */
  public record Coalition(List<String> groups, Gain best) {}

  /**
   * Under reverse KL a lie costs exactly lambda times KL from the policy that it leads to, to the
   * one of the truth, which cannot be negative (Theorem 4.2): how closely the lies obeyed that.
   *
   * @param lies of single groups that were compared
   * @param difference the largest between what a lie cost and that number
   * @param largest the most that a lie cost
   */
  public record Certificate(int lies, double difference, double largest) {}

  private static final double[] FACTORS = {0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10};
  private static final String EXAGGERATION = "rewards exaggerated";
  private static final String SIZE = "size";

  /** Audits a round. */
  public static GameAuditReport of(AuditedGame game, int randomLies, Seeds seeds) {
    return new Auditor(game, randomLies, seeds).run();
  }

  /** The curves alone. */
  public static GameAuditReport curves(AuditedGame game) {
    return new Auditor(game, 0, new Seeds(0)).curvesAlone();
  }

  /** The largest gain of a single group with payments. */
  public double largestGain() {
    return best.stream().mapToDouble(b -> b.withPayments().gain()).max().orElse(0);
  }

  /** Whether no property was refuted. */
  public boolean holds() {
    return properties.stream().allMatch(ExactAudit.Property::holds);
  }

  /** The group that would have won most without payments. */
  public @Nullable Best mostTempted() {
    return best.stream()
        .max(Comparator.comparingDouble((Best b) -> b.withoutPayments().gainWithout()))
        .orElse(null);
  }

  /** Makes the report. */
  private static final class Auditor {
    private final AuditedGame game;
    private final AuditedGame.Standing truth;
    private final int randomLies;
    private final Seeds seeds;
    private int tried;
    private int certified;
    private double difference;
    private double largest;

    Auditor(AuditedGame game, int randomLies, Seeds seeds) {
      this.game = game;
      this.truth = game.truth();
      this.randomLies = randomLies;
      this.seeds = seeds;
    }

    GameAuditReport run() {
      List<String> names = game.groups();
      List<Best> best = new ArrayList<>();
      List<Curve> curves = new ArrayList<>();
      List<FalseNames> split = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        best.add(best(i));
        curves.add(curve(i, EXAGGERATION));
        curves.add(curve(i, SIZE));
        split.add(falseNames(i));
      }
      List<Coalition> coalitions = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        for (int j = i + 1; j < names.size(); j++) {
          coalitions.add(coalition(i, j));
        }
      }
      return new GameAuditReport(
          names,
          best,
          curves,
          split,
          coalitions,
          tried,
          certified == 0 ? null : new Certificate(certified, difference, largest),
          ExactAudit.of(game.round(), randomLies, seeds));
    }

    GameAuditReport curvesAlone() {
      List<Curve> curves = new ArrayList<>();
      for (int i = 0; i < game.groups().size(); i++) {
        curves.add(curve(i, EXAGGERATION));
        curves.add(curve(i, SIZE));
      }
      return new GameAuditReport(
          game.groups(), List.of(), curves, List.of(), List.of(), tried, null, List.of());
    }

    private Gain gain(List<Integer> groups, Lie lie) {
      tried++;
      Map<Integer, Lie> lies = new HashMap<>();
      groups.forEach(i -> lies.put(i, lie));
      AuditedGame.Standing lied = game.with(lies);
      double gain = lied.utility(groups) - truth.utility(groups);
      if (groups.size() == 1 && game.liesCostKl()) {
        certified++;
        double cost = game.round().terms().lambda() * kl(lied.logPolicy(), truth.logPolicy());
        difference = Math.max(difference, Math.abs(cost + gain));
        largest = Math.max(largest, cost);
      }
      return new Gain(lie.name(), gain, lied.value(groups) - truth.value(groups));
    }

    /** KL from one policy to another, mean over prompts, in nats. */
    private static double kl(double[][] log, double[][] other) {
      double sum = 0;
      for (int x = 0; x < log.length; x++) {
        for (int k = 0; k < log[x].length; k++) {
          sum += Math.exp(log[x][k]) * (log[x][k] - other[x][k]);
        }
      }
      return sum / log.length;
    }

    private Best best(int group) {
      List<Lie> lies = new ArrayList<>(Lie.usual());
      for (int n = 0; n < randomLies; n++) {
        lies.add(new Lie.Random(seeds.child("lie", n).root(), 1 + n % 4));
      }
      Gain with = new Gain("none", Double.NEGATIVE_INFINITY, 0);
      Gain without = new Gain("none", 0, Double.NEGATIVE_INFINITY);
      for (Lie lie : lies) {
        if (game.isTruth(group, lie)) {
          continue; // Half of one member is one member: no lie.
        }
        Gain gain = gain(List.of(group), lie);
        with = gain.gain() > with.gain() ? gain : with;
        without = gain.gainWithout() > without.gainWithout() ? gain : without;
      }
      return new Best(
          game.groups().get(group),
          with,
          without,
          truth.utility(List.of(group)),
          truth.payments()[group]);
    }

    private Curve curve(int group, String kind) {
      List<double[]> points = new ArrayList<>();
      for (double factor : FACTORS) {
        long counted = game.round().reports().get(group).counted();
        boolean size = kind.equals(SIZE);
        if (size && Math.max(1, Math.round(factor * counted)) != factor * counted) {
          continue; // A size is a whole number of members.
        }
        Gain gain =
            gain(List.of(group), size ? new Lie.Inflated(factor) : new Lie.Exaggerated(factor));
        points.add(new double[] {factor, gain.gain(), gain.gainWithout()});
      }
      return new Curve(game.groups().get(group), kind, points);
    }

    private FalseNames falseNames(int group) {
      long size = game.round().reports().get(group).counted();
      List<double[]> points = new ArrayList<>();
      for (int parts = 1; parts <= Math.min(size, 12); parts++) {
        if (size % parts == 0) {
          points.add(new double[] {parts, game.paymentInParts(group, parts)});
        }
      }
      return new FalseNames(game.groups().get(group), points);
    }

    private Coalition coalition(int first, int second) {
      List<Integer> both = List.of(first, second);
      Gain best = new Gain("none", Double.NEGATIVE_INFINITY, 0);
      for (Lie lie : Lie.usual()) {
        Gain gain = gain(both, lie);
        best = gain.gain() > best.gain() ? gain : best;
      }
      return new Coalition(List.of(game.groups().get(first), game.groups().get(second)), best);
    }
  }

  /** A number for people, with its sign. */
  static String signed(double value) {
    // Rounding of the order of 1e-16 is no gain.
    return Math.abs(value) < 1e-12 ? "0" : String.format(Locale.ROOT, "%+.4g", value);
  }
}
