package org.plumbline.distill.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InterruptedRunException;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.budget.Budget;
import org.plumbline.distill.budget.BudgetedModel;
import org.plumbline.distill.budget.ReceiptBook;
import org.plumbline.distill.budget.SpendingLimits;
import org.plumbline.distill.kept.CachedModel;
import org.plumbline.distill.kept.CallCache;
import org.plumbline.distill.kept.RecordingModel;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.distill.llm.InOrder;
import org.plumbline.testkit.ScriptedChatServer;
import org.plumbline.testkit.ScriptedChatServer.Reply;
import org.plumbline.testkit.ScriptedChatServer.Request;

/** Runs that end in the middle: what came is kept, and the next run pays for the rest alone. */
class StoppedRunTest {
  private static final int QUESTIONS = 200;

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("calls.sqlite");
  }

  private long kept() {
    try (CallCache cache = CallCache.open(file(), "run")) {
      return cache.statistics().values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private static List<String> run(ChatModel model, int questions) {
    List<String> answers = new ArrayList<>();
    new InOrder(16, () -> false)
        .run(
            IntStream.range(0, questions).iterator(),
            i -> model.ask(Endpoints.question("question " + i), 0),
            outcome -> answers.add(outcome.answer().orElseThrow()));
    return answers;
  }

  @Test
  void aKeyThatExpiresMidwayLosesNothingThatWasPaid() {
    AtomicInteger paid = new AtomicInteger();
    try (var server =
            ScriptedChatServer.answering(
                (request, number) -> {
                  if (number >= 30) {
                    return Reply.error(401, "expired");
                  }
                  paid.incrementAndGet();
                  // Answers that are under way when the key expires are paid, too.
                  return Reply.text("yes").after(Duration.ofMillis(number == 29 ? 200 : 5));
                });
        HttpChatModel bare = Endpoints.model(Endpoints.of(server), Waiting.REAL)) {
      try (CallCache cache = CallCache.open(file(), "run")) {
        ChatModel model = new CachedModel(bare, cache);
        FailedException e = assertThrows(FailedException.class, () -> run(model, QUESTIONS));
        assertTrue(e.getMessage().contains("Check the key in TEST_KEY"), e.getMessage());
        assertThrows(FailedException.class, () -> model.ask(Endpoints.question("more"), 0));
      }
      assertEquals(30, paid.get());
      assertEquals(30, kept());
      assertTrue(server.count() <= 34, "asked on with a dead key: " + server.count());
    }
  }

  @Test
  void aBudgetThatIsReachedMidwayKeepsWhatWasPaid() {
    try (var server = ScriptedChatServer.of(Reply.completion("yes", "stop", 10, 5));
        HttpChatModel bare = Endpoints.model(Endpoints.of(server), Waiting.REAL)) {
      SpendingLimits limits = new SpendingLimits(OptionalDouble.empty(), OptionalLong.of(300));
      for (int part = 0; part < 2; part++) {
        try (CallCache cache = CallCache.open(file(), "run")) {
          Budget budget = new Budget(limits, cache.spent(), "USD");
          ChatModel model =
              new CachedModel(new BudgetedModel(bare, Endpoints.of(server).price(), budget), cache);
          FailedException e = assertThrows(FailedException.class, () -> run(model, QUESTIONS));
          assertTrue(e.getMessage().contains("of 300 tokens"), e.getMessage());
          assertTrue(budget.spent().tokens() <= 300);
        }
        assertEquals(server.count(), kept(), "no answer was lost");
        assertTrue(server.count() >= 16 && server.count() <= 20, "asked " + server.count());
      }
    }
  }

  @Test
  void aStopFinishesWhatIsUnderWay() {
    try (var server = ScriptedChatServer.of(Reply.text("yes").after(Duration.ofMillis(30)));
        HttpChatModel bare = Endpoints.model(Endpoints.of(server), Waiting.REAL)) {
      try (CallCache cache = CallCache.open(file(), "run")) {
        ChatModel model = new CachedModel(bare, cache);
        List<ChatOutcome> seen = new ArrayList<>();
        assertThrows(
            InterruptedRunException.class,
            () ->
                new InOrder(16, () -> seen.size() == 5)
                    .run(
                        IntStream.range(0, QUESTIONS).iterator(),
                        i -> model.ask(Endpoints.question("question " + i), 0),
                        seen::add));
      }
      assertEquals(server.count(), kept(), "what was under way is kept");
      assertTrue(server.count() < 40, "asked on after the stop: " + server.count());
    }
  }

  @Test
  @Tag("slow")
  void aProcessThatIsKilledLosesNothingThatArrivedAndPaysNothingTwice() throws Exception {
    try (var server =
        ScriptedChatServer.answering(
            (request, number) -> Reply.text("yes").after(Duration.ofMillis(20)))) {
      for (int killAt : new int[] {1, 60, 130}) {
        Process child = child(server);
        while (server.count() < killAt && child.isAlive()) {
          Thread.sleep(1);
        }
        child.destroyForcibly().waitFor();
      }
      // What the last child had sent may still lie in the socket.
      Thread.sleep(300);
      long beforeLast = server.count();
      long kept = kept();
      Process last = child(server);
      assertTrue(last.waitFor(60, TimeUnit.SECONDS));
      assertEquals(
          0,
          last.exitValue(),
          new String(last.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      assertEquals(QUESTIONS, kept());
      assertEquals(QUESTIONS - kept, server.count() - beforeLast, "only what was not kept");
      Map<String, Integer> times = new HashMap<>();
      for (Request request : server.requests()) {
        times.merge(request.body(), 1, Integer::sum);
      }
      assertEquals(QUESTIONS, times.size());
      int again = server.count() - QUESTIONS;
      assertTrue(
          again <= 3 * 4,
          "asked again: %d; 4 at most were under way at each kill".formatted(again));
    }
  }

  private Process child(ScriptedChatServer server) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            server.url(),
            file().toString())
        .redirectErrorStream(true)
        .start();
  }

  /** The process that is killed. */
  static final class Child {
    public static void main(String[] words) {
      Endpoint endpoint =
          Endpoint.of("child", words[0], "teacher").withLimits(new Endpoint.Limits(0, 0, 4));
      try (HttpChatModel bare =
              new HttpChatModel(endpoint, Optional.empty(), new Seeds(1), Waiting.REAL);
          CallCache cache = CallCache.open(Path.of(words[1]), "run")) {
        run(new CachedModel(bare, cache), QUESTIONS);
      }
    }
  }

  @Test
  void theKeyStandsNowhere() throws IOException {
    StringBuilder said = new StringBuilder();
    List<Reply> echoes =
        List.of(
            Reply.text("your key is " + Endpoints.KEY),
            Reply.completion(Endpoints.KEY, "length", 1, 1),
            Reply.json(200, "{\"echo\":\"%s\"".formatted(Endpoints.KEY)),
            Reply.error(400, "bad key " + Endpoints.KEY),
            Reply.error(500, "bad key " + Endpoints.KEY),
            Reply.page(502, Endpoints.KEY),
            Reply.error(401, "bad key " + Endpoints.KEY));
    ReceiptBook book = new ReceiptBook("USD");
    for (Reply echo : echoes) {
      try (var server = ScriptedChatServer.of(echo);
          HttpChatModel bare =
              Endpoints.model(Endpoints.of(server), new Endpoints.InstantWaiting());
          CallCache cache = CallCache.open(file(), "run");
          RecordingModel recorded =
              new RecordingModel(new CachedModel(bare, cache), folder.resolve("calls.jsonl"))) {
        ChatModel model = book.counted(recorded);
        try {
          said.append(model.ask(Endpoints.question("why?"), echoes.indexOf(echo)));
        } catch (FailedException e) {
          said.append(e.getMessage());
        }
        assertEquals(
            "Bearer " + Endpoints.KEY, server.requests().getFirst().headers().get("authorization"));
      }
    }
    said.append(book.receipt()).append(book.receipt().text());
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        said.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    assertTrue(said.length() > 5000 && said.toString().contains("your key is ***"));
    assertFalse(said.toString().contains(Endpoints.KEY));
    assertFalse(said.toString().contains(Endpoints.KEY.substring(3)));
  }
}
