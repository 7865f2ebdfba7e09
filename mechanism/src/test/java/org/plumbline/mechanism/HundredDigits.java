package org.plumbline.mechanism;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.plumbline.mechanism.divergence.ChiSquared;
import org.plumbline.mechanism.divergence.Divergence;
import org.plumbline.mechanism.divergence.ForwardKl;
import org.plumbline.mechanism.divergence.ReverseKl;
import org.plumbline.mechanism.divergence.SquaredEuclidean;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;

/** Payments by their definition, {@code F(r_-i) - F(r) + <pi, w rm>}, in more than 100 digits. */
final class HundredDigits {
  private static final MathContext MC = new MathContext(130);
  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final BigDecimal TINY = new BigDecimal("1e-125");

  private final SocialWelfareMaximizer rule;
  private final ReportProfile reports;
  private final List<BigDecimal> initial = new ArrayList<>();
  private final BigDecimal lambda;

  HundredDigits(SocialWelfareMaximizer rule, ReportProfile reports) {
    this.rule = rule;
    this.reports = reports;
    this.lambda = new BigDecimal(rule.regularization().lambda());
    BigDecimal sum = BigDecimal.ZERO;
    for (double p : rule.regularization().initial().probabilities()) {
      initial.add(new BigDecimal(p));
      sum = sum.add(new BigDecimal(p));
    }
    if (sum.compareTo(BigDecimal.ONE) != 0) {
      throw new IllegalArgumentException("initial probabilities must sum to 1 exactly: " + sum);
    }
  }

  private record Solution(List<BigDecimal> policy, BigDecimal value) {}

  BigDecimal payment(int group) {
    Solution all = solve(aggregate(-1));
    BigDecimal value = BigDecimal.ZERO;
    BigDecimal size = BigDecimal.valueOf(reports.group(group).size());
    for (int x = 0; x < initial.size(); x++) {
      BigDecimal reward = new BigDecimal(reports.group(group).reward().at(x));
      value = value.add(all.policy().get(x).multiply(reward, MC).multiply(size, MC));
    }
    return solve(aggregate(group)).value().subtract(all.value()).add(value, MC);
  }

  private List<BigDecimal> aggregate(int without) {
    List<BigDecimal> r = new ArrayList<>();
    for (int x = 0; x < initial.size(); x++) {
      BigDecimal sum = BigDecimal.ZERO;
      for (int i = 0; i < reports.size(); i++) {
        if (i != without) {
          Group group = reports.group(i);
          sum =
              sum.add(
                  BigDecimal.valueOf(group.size()).multiply(new BigDecimal(group.reward().at(x))));
        }
      }
      r.add(sum);
    }
    return r;
  }

  private Solution solve(List<BigDecimal> r) {
    Divergence divergence = rule.regularization().divergence();
    return switch (divergence) {
      case ReverseKl kl -> reverse(r);
      case ForwardKl kl -> forward(r);
      case SquaredEuclidean l2 -> quadratic(r, x -> BigDecimal.ONE);
      case ChiSquared chi -> quadratic(r, initial::get);
      default -> throw new IllegalArgumentException(divergence.name());
    };
  }

  private static BigDecimal peak(List<BigDecimal> r) {
    return r.stream().max(Comparator.naturalOrder()).orElseThrow();
  }

  private Solution reverse(List<BigDecimal> r) {
    BigDecimal peak = peak(r);
    List<BigDecimal> weights = new ArrayList<>();
    BigDecimal total = BigDecimal.ZERO;
    for (int x = 0; x < r.size(); x++) {
      BigDecimal exponent = r.get(x).subtract(peak).divide(lambda, MC);
      weights.add(initial.get(x).multiply(exp(exponent), MC));
      total = total.add(weights.get(x), MC);
    }
    BigDecimal sum = total;
    return new Solution(
        weights.stream().map(w -> w.divide(sum, MC)).toList(),
        peak.add(lambda.multiply(log(sum), MC), MC));
  }

  private Solution forward(List<BigDecimal> r) {
    BigDecimal peak = peak(r);
    BigDecimal low = BigDecimal.ZERO;
    for (int x = 0; x < r.size(); x++) {
      BigDecimal bound = lambda.multiply(initial.get(x)).add(r.get(x)).subtract(peak);
      low = low.max(bound);
    }
    BigDecimal u = low;
    for (int step = 0; step < 400; step++) {
      BigDecimal sum = BigDecimal.ZERO;
      BigDecimal slope = BigDecimal.ZERO;
      for (int x = 0; x < r.size(); x++) {
        BigDecimal gap = u.add(peak).subtract(r.get(x));
        BigDecimal term = lambda.multiply(initial.get(x)).divide(gap, MC);
        sum = sum.add(term, MC);
        slope = slope.add(term.divide(gap, MC), MC);
      }
      // From below the root, where the sum is convex and decreasing, Newton's steps never pass it.
      BigDecimal move = sum.subtract(BigDecimal.ONE).divide(slope, MC);
      u = u.add(move, MC);
      if (move.abs().compareTo(u.multiply(TINY, MC)) <= 0) {
        break;
      }
    }
    List<BigDecimal> policy = new ArrayList<>();
    BigDecimal value = BigDecimal.ZERO;
    for (int x = 0; x < r.size(); x++) {
      BigDecimal gap = u.add(peak).subtract(r.get(x));
      BigDecimal ratio = lambda.divide(gap, MC);
      policy.add(initial.get(x).multiply(ratio, MC));
      value =
          value
              .add(policy.get(x).multiply(r.get(x), MC))
              .add(lambda.multiply(initial.get(x), MC).multiply(log(ratio), MC), MC);
    }
    return new Solution(policy, value);
  }

  private Solution quadratic(List<BigDecimal> r, Function<Integer, BigDecimal> k) {
    BigDecimal twice = lambda.multiply(TWO);
    List<BigDecimal> z = new ArrayList<>();
    for (int x = 0; x < r.size(); x++) {
      z.add(initial.get(x).divide(k.apply(x), MC).add(r.get(x).divide(twice, MC), MC));
    }
    List<Integer> order = new ArrayList<>();
    for (int x = 0; x < r.size(); x++) {
      order.add(x);
    }
    order.sort(Comparator.comparing((Integer x) -> z.get(x)).reversed());
    BigDecimal mass = BigDecimal.ZERO;
    BigDecimal total = BigDecimal.ONE.negate();
    BigDecimal theta = BigDecimal.ZERO;
    for (int x : order) {
      if (mass.signum() > 0 && z.get(x).compareTo(theta) <= 0) {
        break;
      }
      mass = mass.add(k.apply(x), MC);
      total = total.add(k.apply(x).multiply(z.get(x), MC), MC);
      theta = total.divide(mass, MC);
    }
    List<BigDecimal> policy = new ArrayList<>();
    BigDecimal value = BigDecimal.ZERO;
    for (int x = 0; x < r.size(); x++) {
      BigDecimal p = z.get(x).subtract(theta).max(BigDecimal.ZERO).multiply(k.apply(x), MC);
      BigDecimal moved = p.subtract(initial.get(x));
      policy.add(p);
      value =
          value
              .add(p.multiply(r.get(x), MC))
              .subtract(lambda.multiply(moved.multiply(moved, MC)).divide(k.apply(x), MC), MC);
    }
    return new Solution(policy, value);
  }

  /** By halving the argument until the series is short. */
  static BigDecimal exp(BigDecimal a) {
    if (a.compareTo(BigDecimal.valueOf(-2000)) < 0) {
      return BigDecimal.ZERO; // 1e-868: below all that is compared
    }
    int halvings = 0;
    BigDecimal small = a;
    while (small.abs().compareTo(new BigDecimal("0.01")) > 0) {
      small = small.divide(TWO, MC);
      halvings++;
    }
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int n = 1; term.abs().compareTo(new BigDecimal("1e-160")) > 0 && n < 200; n++) {
      term = term.multiply(small, MC).divide(BigDecimal.valueOf(n), MC);
      sum = sum.add(term, MC);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, MC);
    }
    return sum;
  }

  /** Newton's method on exp, from the logarithm of the double and the power of ten. */
  static BigDecimal log(BigDecimal a) {
    int power = a.precision() - a.scale();
    BigDecimal mantissa = a.movePointLeft(power);
    BigDecimal log = newton(mantissa);
    return power == 0 ? log : log.add(LOG_10.multiply(BigDecimal.valueOf(power)), MC);
  }

  private static final BigDecimal LOG_10 = newton(BigDecimal.TEN);

  private static BigDecimal newton(BigDecimal a) {
    BigDecimal y = new BigDecimal(Math.log(a.doubleValue()));
    for (int i = 0; i < 4; i++) {
      BigDecimal e = exp(y);
      y = y.add(TWO.multiply(a.subtract(e)).divide(a.add(e), MC), MC);
    }
    return y;
  }
}
