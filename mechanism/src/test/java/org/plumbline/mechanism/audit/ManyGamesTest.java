package org.plumbline.mechanism.audit;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.plumbline.mechanism.RandomGames;
import org.plumbline.mechanism.RandomGames.Game;
import org.plumbline.mechanism.payment.AffineMaximizerPayment;
import org.plumbline.mechanism.payment.Mechanism;
import org.plumbline.testkit.SeededRandom;

/** Ten thousand random games under all divergences with closed forms. */
@Tag("slow")
class ManyGamesTest {
  private static final AuditOptions QUICK = new AuditOptions(10, 1, 8, 8, 1e-10);

  @Test
  void noLiePaysInTenThousandGames() {
    SeededRandom.forAll(
        10_000,
        random -> {
          var divergences = RandomGames.CLOSED_FORMS;
          Game game =
              RandomGames.game(random, divergences.get(random.integer(0, divergences.size() - 1)));
          var verdict =
              new IncentiveAudit<>(
                      new Mechanism<>(game.rule(), new AffineMaximizerPayment()), QUICK)
                  .audit(game.reports(), LieScope.BOTH, random.generator());
          assertInstanceOf(Verdict.Certified.class, verdict, verdict::toString);
        });
  }
}
