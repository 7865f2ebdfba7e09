package org.plumbline.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.align.policy.Evaluation;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.generate.StopReason;

final class EvaluationLogTest {
  @TempDir Path folder;

  @Test
  void aLineTornByAKillIsPassedOverAndThenReplaced() throws IOException {
    new EvaluationLog(folder).add(at(0, 0.5));
    Path file = folder.resolve("evaluations.jsonl");
    Files.writeString(file, "{\"step\":3,\"rows\":[{\"exch", StandardOpenOption.APPEND);
    assertEquals(List.of(at(0, 0.5)), new EvaluationLog(folder).read());
    new EvaluationLog(folder).add(at(3, 0.7));
    assertEquals(List.of(at(0, 0.5), at(3, 0.7)), new EvaluationLog(folder).read());
  }

  @Test
  void theLastEvaluationOfAStepCounts() {
    EvaluationLog log = new EvaluationLog(folder);
    for (double proxy : new double[] {1, 2}) {
      log.add(at(0, 0));
      log.add(at(5, proxy));
    }
    assertEquals(List.of(at(0, 0), at(5, 2)), log.read());
  }

  @Test
  void aFolderWithoutEvaluationsIsRefused() {
    var error = assertThrows(InvalidInputException.class, () -> new EvaluationLog(folder).read());
    assertTrue(error.getMessage().contains("it is no run of 'plumb rl'"), error.getMessage());
  }

  private static Evaluation at(long step, double proxy) {
    Exchange exchange = new Exchange("a prompt\u2028", "and\r\nmore");
    return new Evaluation(
        step,
        List.of(
            new Evaluation.Row(
                exchange, proxy, Map.of("gold", 1.0), 0.1, 0.2, 3, -4.5, StopReason.EOS)));
  }
}
