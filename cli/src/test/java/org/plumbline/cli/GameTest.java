package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.plumbline.cli.TinyInputs.done;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.ExitCode;

/** {@code plumb game} over outcomes that are listed. */
final class GameTest {
  private static final String GAME =
      """
      name: three clinics
      lambda: 0.5
      normalisation: maximum
      outcomes: [short, long, referral]
      initial: [0.5, 0.3, 0.2]
      groups:
        - { name: hurried, size: 3, reward: [1, 0.2, 0.1] }
        - { name: teaching, size: 2, reward: [0.1, 1, 0.3] }
        - { name: village, size: 1, reward: [0.2, 0.1, 1] }
      """;
  private static final double[][] REWARDS = {{1, 0.2, 0.1}, {0.1, 1, 0.3}, {0.2, 0.1, 1}};
  private static final double[] INITIAL = {0.5, 0.3, 0.2};

  @TempDir Path folder;

  @Test
  void paymentsAreLambdaTimesKlToThePolicyWithoutTheGroup() throws IOException {
    JsonNode result = json(done("game play %s --json --out %s/g", game(GAME), folder).out());
    for (int i = 0; i < 3; i++) {
      double[] sizes = {3, 2, 1};
      double[] with = policy(sizes);
      sizes[i] = 0;
      double[] without = policy(sizes);
      double kl = 0;
      for (int x = 0; x < 3; x++) {
        kl += with[x] * Math.log(with[x] / without[x]);
      }
      assertEquals(0.5 * kl, result.path("bills").get(i).path("payment").doubleValue(), 1e-12);
    }
  }

  @Test
  void aLedgerThatNobodyTouchedAgreesWithItself() throws IOException {
    done("game play %s --out %s/g", game(GAME), folder);
    JsonNode one = json(done("game verify %s/g --group village --json", folder).out());
    assertEquals(1, one.path("bills").size());
    Ended unknown = new Shell().run("game verify %s/g --group vilage", folder);
    assertEquals(ExitCode.INVALID, unknown.code());
    assertTrue(unknown.err().contains("did you mean 'village'?"), unknown.err());
  }

  @Test
  void everyChangeOfALedgerIsFoundAndNamed() throws IOException {
    done("game play %s --out %s/g", game(GAME), folder);
    String ledger = Files.readString(folder.resolve("g/ledger.json"));
    String payment = json(ledger).at("/rounds/0/bills/1/payment").asText();
    String digit = payment.substring(0, 6) + (payment.charAt(6) == '1' ? '2' : '1');
    refused(ledger.replace(payment, digit), "round 1.bills[2].payment is " + digit);
    refused(ledger.replace("0.1, 1.0, 0.3 ]", "0.1, 1.0, 0.4 ]"), "round 1.");
    String wrong = ledger.replace("[ 0.5, 0.3, 0.2 ]", "[ 0.6, 0.3, 0.2 ]");
    refused(wrong, "cannot be computed again: probabilities");
    refused(ledger.replace("\"teaching\"", "\"learning\""), "a report, text, name, seed");
    refused(ledger.replace("\"seed\" : 1", "\"seed\" : 2"), "a report, text, name, seed");
  }

  @Test
  void theNextRoundStartsWhereTheLastEndedAndTheChainHolds() throws IOException {
    done("game play %s --out %s/g", game(GAME), folder);
    Path next = game(GAME.replaceAll("initial.*\n", ""));
    done("game play %s --after %s/g --out %s/h", next, folder, folder);
    JsonNode rounds = json(Files.readString(folder.resolve("h/ledger.json"))).path("rounds");
    assertEquals(2, rounds.size());
    assertEquals(
        Math.exp(rounds.get(0).at("/outcome/log_policy/0/0").doubleValue()),
        rounds.get(1).at("/prompts/0/initial/0").doubleValue(),
        1e-15);
    done("game verify %s/h", folder);
    String ledger = Files.readString(folder.resolve("h/ledger.json"));
    JsonNode root = json(ledger);
    ((com.fasterxml.jackson.databind.node.ArrayNode) root.path("rounds")).remove(0);
    refused(root.toPrettyString(), "does not follow the round before");
  }

  @Test
  void aBudgetThatAnEarlierRoundSpentCountsFewerMembers() throws IOException {
    String budget = GAME.replace("size: 3,", "size: 3, budget: 2,");
    JsonNode first = json(done("game play %s --json --out %s/g", game(budget), folder).out());
    double paid = first.path("bills").get(0).path("payment").doubleValue();
    assertTrue(paid <= 2, "pays " + paid);
    done("game play %s --after %s/g --out %s/h", game(budget), folder, folder);
    JsonNode second = json(Files.readString(folder.resolve("h/ledger.json"))).at("/rounds/1");
    assertEquals(2 - paid, second.at("/reports/0/budget").doubleValue(), 1e-12);
    assertTrue(second.at("/reports/0/counted").intValue() < 3);
    assertTrue(second.at("/bills/0/payment").doubleValue() <= 2 - paid);
  }

  @Test
  void whoIsNotWorthItsReservePriceIsNotServed() throws IOException {
    String reserve = GAME.replace("size: 1,", "size: 1, reserve: 0.4,");
    Ended played = done("game play %s --json --out %s/g", game(reserve), folder);
    JsonNode bill = json(played.out()).path("bills").get(2);
    assertFalse(bill.path("served").booleanValue());
    assertEquals(0, bill.path("payment").doubleValue());
    done("game verify %s/g", folder);
  }

  @Test
  void aRuleThatNoPaymentMakesTruthfulIsRefusedWithItsCounterexample() throws IOException {
    String nash = GAME.replace("lambda", "rule: nash-welfare\nlambda");
    Ended refused = new Shell().run("game play %s --out %s/g", game(nash), folder);
    assertEquals(ExitCode.INVALID, refused.code());
    assertTrue(refused.err().contains("a truthful payment needs cycles"), refused.err());
    String free = nash.replace("lambda", "payment: none\nlambda");
    done("game play %s --out %s/free", game(free), folder);
    JsonNode audit = json(done("game audit %s/free --json --out %s/a", folder, folder).out());
    assertTrue(audit.path("largest_gain").doubleValue() > 0.1, "lies pay where nobody does");
  }

  @Test
  void aGameFileIsAuditedWithoutBeingPlayedBefore() throws IOException {
    Ended audit = done("game audit %s --random-lies 5 --json --out %s/a", game(GAME), folder);
    assertTrue(json(audit.out()).path("largest_gain").doubleValue() <= 1e-12, audit.out());
  }

  @Test
  void anAuditFindsNoLieThatPaysAndWritesItsPage() throws IOException {
    done("game play %s --out %s/g", game(GAME), folder);
    Ended audit = done("game audit %s/g --random-lies 20 --json --out %s/a", folder, folder);
    JsonNode found = json(audit.out());
    assertTrue(found.path("largest_gain").doubleValue() <= 1e-12, audit.out());
    assertTrue(found.at("/audit/certificate/difference").doubleValue() < 1e-12, audit.out());
    for (JsonNode property : found.at("/audit/properties")) {
      assertTrue(property.path("holds").booleanValue(), property.toString());
    }
    assertTrue(Files.readString(folder.resolve("a/report.html")).contains("three clinics"));
    done("game show %s/g --out %s/s", folder, folder);
    assertTrue(Files.readString(folder.resolve("s/report.html")).contains("without village"));
  }

  @Test
  void wrongGamesAreRefusedWithWhatWasMeant() throws IOException {
    wrong(GAME.replace("lambda", "lamda"), "did you mean 'lambda'?");
    wrong(GAME.replace("size: 2", "sise: 2"), "group 'teaching': unknown option 'sise'");
    wrong(GAME.replace("groups:", "group:"), "did you mean 'groups'?");
    wrong(GAME.replace("size: 3", "size: 2.5"), "must be a whole number");
    wrong(GAME.replace("[1, 0.2, 0.1]", "[1, 0.2]"), "each of the 3 outcomes (got 2)");
    wrong(GAME.replace("[1, 0.2, 0.1]", "[0.9, 0.2, 0.1]"), "the largest is 1");
    wrong(GAME.replace("0.5, 0.3, 0.2", "0.5, 0.5, 0"), "positive initial probability");
    wrong(GAME.replace("lambda: 0.5", "lambda: 0"), "lambda must be positive");
    wrong(GAME.replace("village", "hurried"), "name of its own (got 'hurried' twice)");
  }

  private void wrong(String game, String said) throws IOException {
    Ended ended = new Shell().run("game play %s --out %s/wrong", game(game), folder);
    assertEquals(ExitCode.INVALID, ended.code(), ended.err());
    assertTrue(ended.err().contains(said), ended.err());
    assertFalse(Files.exists(folder.resolve("wrong")), "nothing is left behind");
  }

  @Test
  void aLedgerThatLacksPartsIsNoLedger() throws IOException {
    done("game play %s --out %s/g", game(GAME), folder);
    String ledger = Files.readString(folder.resolve("g/ledger.json"));
    String cut = ledger.replaceFirst("\"payment\" : \"AFFINE_MAXIMIZER\",", "");
    assertFalse(cut.equals(ledger));
    Path file = Files.writeString(folder.resolve("cut.json"), cut);
    Ended ended = new Shell().run("game verify %s", file);
    assertEquals(ExitCode.INVALID, ended.code(), ended.err());
  }

  private void refused(String ledger, String said) throws IOException {
    Path file = Files.writeString(folder.resolve("changed.json"), ledger);
    Ended ended = new Shell().run("game verify %s", file);
    assertEquals(ExitCode.FAILED, ended.code(), ended.out() + ended.err());
    assertTrue(ended.err().contains(said), ended.err());
  }

  private Path game(String text) throws IOException {
    return Files.writeString(folder.resolve("game.yaml"), text);
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private static double[] policy(double[] sizes) {
    double[] weights = new double[3];
    double sum = 0;
    for (int x = 0; x < 3; x++) {
      double reward = 0;
      for (int i = 0; i < 3; i++) {
        reward += sizes[i] * REWARDS[i][x];
      }
      weights[x] = INITIAL[x] * Math.exp(reward / 0.5);
      sum += weights[x];
    }
    for (int x = 0; x < 3; x++) {
      weights[x] /= sum;
    }
    return weights;
  }
}
