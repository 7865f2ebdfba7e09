package org.plumbline.mechanism.sampled;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.plumbline.mechanism.numeric.CenteredExponential;
import org.plumbline.mechanism.sampled.PaymentEstimate.Accepted;
import org.plumbline.mechanism.sampled.PaymentEstimate.Reason;
import org.plumbline.mechanism.sampled.PaymentEstimate.Refused;

/**
 * Estimates what each group must pay for a trained policy, from one set of samples and without
 * training again: affine maximiser payments (Sun et al. 2024, Section 4.1) under reverse KL.
 *
 * <p>A group's payment is the mean over a set of prompts that is fixed before any report.
 *
 * @param sizes of the groups
 * @param lambda weight of the KL to the initial policy, in reward a nat
 * @param range between which every reward lies
 * @param rule when a number may be named
 */
public record SampledPayments(double[] sizes, double lambda, RewardRange range, RefusalRule rule) {

  /** Checks the game. */
  public SampledPayments {
    sizes = CandidateMechanism.checkedSizes(sizes);
    CandidateMechanism.requireLambda(lambda);
  }

  /** Rewards from 0 to 1, and the usual rule. */
  public SampledPayments(double[] sizes, double lambda) {
    this(sizes, lambda, RewardRange.UNIT, RefusalRule.DEFAULT);
  }

  /** One prompt's part of one group's payment. */
  private record Part(EmpiricalPayment payment, double unseen, double gap) {}

  /**
   * One estimate for each group, from the samples of every prompt.
   *
   * @throws org.plumbline.mechanism.InvalidGameException if a reward lies outside the range, or the
   *     groups are others than the sizes say
   */
  public List<PaymentEstimate> estimate(List<SampleSet> prompts) {
    unless(!prompts.isEmpty(), "payments are estimated from samples of at least one prompt");
    List<List<Part>> parts = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      parts.add(new ArrayList<>());
    }
    for (SampleSet set : prompts) {
      unless(
          set.groups() == sizes.length,
          "%d groups have a size, but %d give rewards",
          sizes.length,
          set.groups());
      range.requireInside(set.rewards());
      PolicyWeights weights = PolicyWeights.of(set, sizes, lambda);
      for (int i = 0; i < sizes.length; i++) {
        parts.get(i).add(part(i, set, weights));
      }
    }
    int samples = prompts.stream().mapToInt(SampleSet::samples).sum();
    List<PaymentEstimate> estimates = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      int group = i;
      boolean equal = prompts.stream().allMatch(set -> isConstant(set.rewards()[group]));
      estimates.add(judged(parts.get(i), samples, equal));
    }
    return estimates;
  }

  /**
   * How far the policy that wrote the samples is from the optimum, in money: lambda times KL, mean
   * over prompts. No lie can win more than that if payments do not depend on the liar's report but
   * by what the others have.
   *
   * @param prompts with log-probabilities; others are taken for samples of an optimum
   */
  public double gap(List<SampleSet> prompts) {
    return prompts.stream()
        .mapToDouble(set -> PolicyWeights.of(set, sizes, lambda).gap())
        .average()
        .orElseThrow();
  }

  private Part part(int group, SampleSet set, PolicyWeights weights) {
    EmpiricalPayment payment =
        EmpiricalPayment.of(weights.log(), weights.exponents()[group], lambda);
    double value = 0;
    for (int k = 0; k < set.samples(); k++) {
      value += Math.exp(weights.log()[k]) * set.rewards()[group][k];
    }
    double factor = sizes[group] / lambda;
    double worst =
        Math.max(
            CenteredExponential.phi(factor * (range.low() - value)),
            CenteredExponential.phi(factor * (range.high() - value)));
    return new Part(payment, lambda * Math.min(1, unseenMass(set)) * worst, weights.gap());
  }

  /**
   * At 95 %, no more of the policy's mass than this was seen by no sample: the rule of three. What
   * the initial policy did not show may weigh as much more under the trained one as the best reward
   * makes it.
   */
  private double unseenMass(SampleSet set) {
    return switch (set.origin()) {
      case Origin.Policy policy -> 3.0 / set.samples();
      case Origin.Scored scored -> 3.0 / set.samples();
      case Origin.Both both -> 3.0 / (set.samples() - both.initial());
      case Origin.Initial initial -> {
        double[] tilt = PolicyWeights.total(PolicyWeights.exponents(set.rewards(), sizes, lambda));
        double logZ = LogWeights.logSumExp(tilt) - Math.log(set.samples());
        double best = Arrays.stream(sizes).sum() * range.high() / lambda;
        yield 3.0 / set.samples() * Math.exp(best - logZ);
      }
    };
  }

  private PaymentEstimate judged(List<Part> parts, int samples, boolean equal) {
    double[] payments = parts.stream().mapToDouble(part -> part.payment().payment()).toArray();
    double variance =
        parts.stream().mapToDouble(part -> square(part.payment().standardError())).sum();
    double samplingError = Math.sqrt(variance) / parts.size();
    Interval interval = Interval.overPrompts(payments, samplingError);
    double unseen = parts.stream().mapToDouble(Part::unseen).average().orElseThrow();
    double gap = parts.stream().mapToDouble(Part::gap).average().orElseThrow();
    double effective = parts.stream().mapToDouble(part -> part.payment().effectiveLeast()).sum();
    Diagnostics diagnostics =
        new Diagnostics(
            samplingError / interval.mean(),
            effective,
            unseen / interval.mean(),
            gap / interval.mean(),
            samples);
    Reason reason = reason(diagnostics, equal);
    return reason == null
        ? new Accepted(
            interval.mean(), interval.standardError(), interval.low(), interval.high(), diagnostics)
        : new Refused(reason, suggestion(reason, diagnostics), diagnostics);
  }

  private @Nullable Reason reason(Diagnostics d, boolean equal) {
    // Written so that NaN, from a payment of 0, is refused.
    if (equal) {
      return Reason.EQUAL_REWARDS;
    } else if (!(d.gap() <= rule.mostGap())) {
      return Reason.POLICY_NOT_OPTIMAL;
    } else if (!(d.unseen() <= rule.mostUnseen())) {
      return Reason.UNSEEN_MASS;
    } else if (!(d.effectiveSamples() >= rule.leastEffectiveSamples())) {
      return Reason.FEW_EFFECTIVE_SAMPLES;
    } else if (!(d.relativeError() <= rule.mostRelativeError())) {
      return Reason.LARGE_ERROR;
    }
    return null;
  }

  private OptionalLong suggestion(Reason reason, Diagnostics diagnostics) {
    return switch (reason) {
      case EQUAL_REWARDS, POLICY_NOT_OPTIMAL -> OptionalLong.empty();
      case UNSEEN_MASS, FEW_EFFECTIVE_SAMPLES, LARGE_ERROR ->
          OptionalLong.of(diagnostics.suggestedSamples(rule));
    };
  }

  private static boolean isConstant(double[] values) {
    return Arrays.stream(values).allMatch(value -> value == values[0]);
  }

  private static double square(double value) {
    return value * value;
  }
}
