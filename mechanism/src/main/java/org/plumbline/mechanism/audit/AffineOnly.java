package org.plumbline.mechanism.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.InvalidGameException;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.Reward;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;
import org.plumbline.mechanism.training.TrainingRule;

/** Lets only welfare maximisers have an affine payment, for rules that are chosen at run time. */
public final class AffineOnly {
  private static final int ROUNDS = 40;
  private static final int TYPES = 24;
  private static final double TOLERANCE = 1e-7;

  private AffineOnly() {}

  /**
   * The rule as one that {@code AffineMaximizerPayment} takes.
   *
   * @throws InvalidGameException for any other rule, with a cycle of reports that shows that no
   *     payment would be truthful, if one is found among random types
   */
  public static SocialWelfareMaximizer require(
      TrainingRule rule, ReportProfile reports, RandomGenerator random) {
    if (rule instanceof SocialWelfareMaximizer affine) {
      return affine;
    }
    String refusal =
        "the affine maximizer payment is for welfare maximisers alone, and %s is none: "
            .formatted(rule.name());
    String advice = ". Train by social-welfare, or take no payments";
    for (int round = 0; round < ROUNDS; round++) {
      int group = round % reports.size();
      var verdict =
          CycleMonotonicity.check(rule, reports, group, types(reports, group, random), TOLERANCE);
      if (verdict
          instanceof
          Verdict.Refuted<CycleMonotonicity.Certificate, CycleMonotonicity.Violation> refuted) {
        throw new InvalidGameException(
            "%sfor group '%s' %s%s"
                .formatted(
                    refusal,
                    reports.group(group).name(),
                    refuted.counterexample().explanation(),
                    advice));
      }
    }
    throw new InvalidGameException(
        "%sno counterexample was found among %d sets of %d random types, but nothing shows that"
                .formatted(refusal, ROUNDS, TYPES)
            + " the payment would be truthful"
            + advice);
  }

  /** Types of the group's own size with random rewards of the game's domain, the truth first. */
  static List<Group> types(ReportProfile reports, int group, RandomGenerator random) {
    Group own = reports.group(group);
    List<Group> types = new ArrayList<>(List.of(own));
    while (types.size() < TYPES) {
      double[] raw = new double[reports.outcomes().size()];
      Arrays.setAll(raw, x -> random.nextInt(4) == 0 ? 0 : random.nextDouble());
      raw[random.nextInt(raw.length)] = 1;
      try {
        types.add(own.withReward(Reward.of(reports.normalization().apply(raw))));
      } catch (InvalidGameException e) {
        return types; // with a single outcome, some rules know one reward alone
      }
    }
    return types;
  }
}
