package org.plumbline.mechanism;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.plumbline.mechanism.divergence.ChiSquared;
import org.plumbline.mechanism.divergence.ConvexDivergence;
import org.plumbline.mechanism.divergence.ConvexFunctions;
import org.plumbline.mechanism.divergence.Divergence;
import org.plumbline.mechanism.divergence.ForwardKl;
import org.plumbline.mechanism.divergence.Regularization;
import org.plumbline.mechanism.divergence.ReverseKl;
import org.plumbline.mechanism.divergence.SquaredEuclidean;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;
import org.plumbline.testkit.SeededRandom;

/** Small random games for property tests. */
public final class RandomGames {
  public static final List<Divergence> CLOSED_FORMS =
      List.of(new ReverseKl(), new SquaredEuclidean(), new ForwardKl(), new ChiSquared());

  public static final List<Divergence> ALL =
      List.of(
          new ReverseKl(),
          new SquaredEuclidean(),
          new ForwardKl(),
          new ChiSquared(),
          new ConvexDivergence("hellinger", new ConvexFunctions.Hellinger()),
          new ConvexDivergence("jensen-shannon", new ConvexFunctions.JensenShannon()),
          new ConvexDivergence("alpha-1.5", new ConvexFunctions.Alpha(1.5)));

  private RandomGames() {}

  /** A training rule and reports that fit it. */
  public record Game(SocialWelfareMaximizer rule, ReportProfile reports) {
    public double lambda() {
      return rule.regularization().lambda();
    }

    public Policy initial() {
      return rule.regularization().initial();
    }

    public Game with(Divergence divergence, double lambda) {
      return new Game(
          new SocialWelfareMaximizer(new Regularization(divergence, lambda, initial())), reports);
    }

    /** How large money is in this game. */
    public double scale() {
      return Math.max(1, rule.aggregate(reports).peak());
    }
  }

  public static Game game(SeededRandom random, Divergence divergence) {
    int outcomes = random.integer(2, 7);
    double lambda = Math.pow(10, random.generator().nextDouble(-1.5, 2));
    return new Game(
        new SocialWelfareMaximizer(
            new Regularization(divergence, lambda, policy(random, outcomes))),
        reports(random, random.integer(1, 5), outcomes));
  }

  public static ReportProfile reports(SeededRandom random, int groups, int outcomes) {
    Normalization normalization =
        random.integer(0, 1) == 0 ? new Normalization.SumToOne() : new Normalization.MaxOne();
    List<Group> list = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      list.add(new Group("g" + i, random.integer(1, 6), reward(random, normalization, outcomes)));
    }
    return ReportProfile.of(OutcomeSpace.ofSize(outcomes), normalization, list);
  }

  public static Reward reward(SeededRandom random, Normalization normalization, int outcomes) {
    double[] raw = new double[outcomes];
    Arrays.setAll(
        raw, x -> random.integer(0, 4) == 0 ? 0 : Math.pow(random.generator().nextDouble(), 2));
    raw[random.integer(0, outcomes - 1)] += 0.3;
    return Reward.of(normalization.apply(raw));
  }

  public static Policy policy(SeededRandom random, int outcomes) {
    double[] p = new double[outcomes];
    Arrays.setAll(p, x -> 0.02 + random.generator().nextDouble());
    double sum = Arrays.stream(p).sum();
    return Policy.of(Arrays.stream(p).map(each -> each / sum).toArray());
  }

  /** KL(p || q) by logarithms. */
  public static double kl(Policy p, Policy q) {
    double total = 0;
    for (int x = 0; x < p.size(); x++) {
      total += p.probability(x) * (p.logProbability(x) - q.logProbability(x));
    }
    return total;
  }
}
