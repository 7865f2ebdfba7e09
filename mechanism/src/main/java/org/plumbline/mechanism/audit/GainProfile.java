package org.plumbline.mechanism.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.InvalidGameException;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.Reward;
import org.plumbline.mechanism.payment.Mechanism;
import org.plumbline.mechanism.payment.NoPayment;
import org.plumbline.mechanism.training.TrainingRule;

/**
 * What lies of every size win, with the payment and without it: the necessity of payments (section
 * 3.1) as a curve.
 *
 * @param group whose lies these are
 * @param points from the truth to the largest lie
 */
public record GainProfile(String group, List<Point> points) {

  public GainProfile {
    points = List.copyOf(points);
  }

  /**
   * One lie.
   *
   * @param report what the group said
   * @param distance the largest difference between an outcome's aggregate reward and the truth
   * @param gainWithPayment what the lie won under the mechanism
   * @param gainWithoutPayment what it would have won if nobody paid
   */
  public record Point(
      Group report, double distance, double gainWithPayment, double gainWithoutPayment) {}

  /**
   * Reward models that are flatter and more extreme than the truth: distances from the mean,
   * multiplied by 0 to so much, as far as no reward becomes negative, and clipped beyond.
   */
  public static <R extends TrainingRule> GainProfile ofExaggeration(
      Mechanism<R> mechanism, ReportProfile truth, int group, double largest, int points) {
    Reward own = truth.group(group).reward();
    double mean = Arrays.stream(own.values()).average().orElse(0);
    List<Group> reports = new ArrayList<>();
    for (int i = 0; i <= points; i++) {
      double factor = largest * i / points;
      double[] raw = own.map(value -> mean + factor * (value - mean)).values();
      if (own.least() >= 0) {
        raw = Arrays.stream(raw).map(value -> Math.max(0, value)).toArray();
      }
      try {
        reports.add(truth.group(group).withReward(Reward.of(truth.normalization().apply(raw))));
      } catch (InvalidGameException flat) {
        continue; // some rules have no flat reward
      }
    }
    return of(mechanism, truth, group, reports);
  }

  /** Sizes from 1 to the largest. */
  public static <R extends TrainingRule> GainProfile ofSizes(
      Mechanism<R> mechanism, ReportProfile truth, int group, long largest) {
    return of(
        mechanism,
        truth,
        group,
        LongStream.rangeClosed(1, largest).mapToObj(truth.group(group)::withSize).toList());
  }

  /** Any lies, in the given order. */
  public static <R extends TrainingRule> GainProfile of(
      Mechanism<R> mechanism, ReportProfile truth, int group, List<Group> reports) {
    Mechanism<R> free = new Mechanism<>(mechanism.rule(), new NoPayment());
    Group own = truth.group(group);
    double withPayment = mechanism.utility(truth, group, own);
    double without = free.utility(truth, group, own);
    List<Point> points = new ArrayList<>();
    for (Group report : reports) {
      ReportProfile lie = truth.withTrusted(group, report);
      points.add(
          new Point(
              report,
              distance(own, report),
              mechanism.utility(lie, group, own) - withPayment,
              free.utility(lie, group, own) - without));
    }
    return new GainProfile(own.name(), points);
  }

  private static double distance(Group own, Group report) {
    Reward difference = report.reward().minus(report.size(), own.reward(), own.size());
    return Math.max(Math.abs(difference.least()), Math.abs(difference.largest()));
  }
}
