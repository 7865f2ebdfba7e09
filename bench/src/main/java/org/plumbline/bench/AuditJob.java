package org.plumbline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.plumbline.core.error.FailedException;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.Normalization;
import org.plumbline.mechanism.OutcomeSpace;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.Reward;
import org.plumbline.mechanism.audit.AuditOptions;
import org.plumbline.mechanism.audit.IncentiveAudit;
import org.plumbline.mechanism.audit.LieScope;
import org.plumbline.mechanism.audit.Verdict;
import org.plumbline.mechanism.divergence.Regularization;
import org.plumbline.mechanism.divergence.ReverseKl;
import org.plumbline.mechanism.payment.AffineMaximizerPayment;
import org.plumbline.mechanism.payment.Mechanism;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;

/** Searches for profitable lies in random games; finding one is a failure. */
record AuditJob(int games) implements Job {
  private static final AuditOptions OPTIONS = new AuditOptions(20, 1, 10, 8, 1e-10);
  private static final Normalization NORMALIZATION = new Normalization.MaxOne();

  @Override
  public String unit() {
    return "games";
  }

  @Override
  public long count() {
    return games;
  }

  @Override
  public double run() {
    SplittableRandom random = Workload.SEEDS.stream("games");
    return Job.seconds(
        () -> {
          for (int i = 0; i < games; i++) {
            audit(random);
          }
        });
  }

  private static void audit(SplittableRandom random) {
    int outcomes = random.nextInt(3, 7);
    List<Group> groups = new ArrayList<>();
    for (int i = random.nextInt(2, 5); i > 0; i--) {
      double[] raw = random.doubles(outcomes).toArray();
      groups.add(
          new Group("group " + i, random.nextInt(1, 6), Reward.of(NORMALIZATION.apply(raw))));
    }
    ReportProfile truth = ReportProfile.of(OutcomeSpace.ofSize(outcomes), NORMALIZATION, groups);
    var rule =
        new SocialWelfareMaximizer(
            new Regularization(
                new ReverseKl(), Math.pow(10, random.nextDouble(-1, 1)), Policy.uniform(outcomes)));
    var audit = new IncentiveAudit<>(new Mechanism<>(rule, new AffineMaximizerPayment()), OPTIONS);
    for (LieScope scope : LieScope.values()) {
      if (audit.audit(truth, scope, random)
          instanceof
          Verdict.Refuted<IncentiveAudit.Certificate, IncentiveAudit.ProfitableLie>(var lie)) {
        throw new FailedException("a lie pays: " + lie.best());
      }
    }
  }

  @Override
  public void close() {}
}
