package org.plumbline.distill.kept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.chat.ChatTurn;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.distill.budget.Spending;
import org.plumbline.distill.llm.CallReceipt;
import org.plumbline.distill.llm.CanonicalRequest;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.distill.llm.InOrder;

class CachedModelTest {
  private static final CallReceipt PAID = new CallReceipt("r", "m", 7, 3, 0.5, 1, 20);

  @TempDir Path folder;

  private final AtomicInteger asked = new AtomicInteger();

  private Path file() {
    return folder.resolve("calls.sqlite");
  }

  private static ChatRequest question(String text) {
    return new ChatRequest(List.of(ChatTurn.user(text)), ChatSampling.at(1, 20));
  }

  private ChatModel model(IntFunction<ChatOutcome> bySample) {
    return new ChatModel() {
      @Override
      public String id() {
        return "m";
      }

      @Override
      public ChatOutcome ask(ChatRequest request, int sample) {
        asked.incrementAndGet();
        return bySample.apply(sample);
      }
    };
  }

  private static ChatOutcome answered(String text) {
    return new ChatOutcome.Answered(text, PAID);
  }

  @Test
  void anAnswerIsPaidOnceAndComesBackAsItWas() {
    String text = "\u8bfe\u7a0b \ud83d\ude00\u0000\n\"";
    try (CallCache cache = CallCache.open(file(), "run")) {
      ChatModel model = new CachedModel(model(sample -> answered(text + sample)), cache);
      assertEquals(0.5, model.ask(question("a"), 0).receipt().cost());
    }
    try (CallCache cache = CallCache.open(file(), "run")) {
      ChatModel model = new CachedModel(model(sample -> answered(text + sample)), cache);
      ChatOutcome again = model.ask(question("a"), 0);
      assertEquals(text + 0, again.answer().orElseThrow());
      assertTrue(again.receipt().cached());
      assertEquals(0, again.receipt().cost());
      assertEquals(3, again.receipt().completionTokens());
      assertEquals(1, asked.get());
      model.ask(question("a"), 1);
      model.ask(question("b"), 0);
      model.ask(question("a").withSampling(ChatSampling.at(0.9, 20)), 0);
      assertEquals(4, asked.get(), "another sample, turn or temperature is another question");
      assertEquals(Map.of("m", 4L), cache.statistics());
      assertEquals(new Spending(2, 40), cache.spent());
    }
    try (CallCache cache = CallCache.open(file(), "another run")) {
      assertEquals(Spending.NOTHING, cache.spent());
    }
  }

  @Test
  void whatAModelSaidIsKeptAndFaultsAreAskedAgain() {
    List<ChatOutcome> kinds =
        List.of(
            answered("a"),
            new ChatOutcome.Truncated("t", PAID),
            new ChatOutcome.Filtered(PAID),
            new ChatOutcome.Refused("no", PAID),
            new ChatOutcome.Malformed("", "empty", PAID),
            new ChatOutcome.Malformed("<html", "page", new CallReceipt("r", "m", 0, 0, 0, 4, 1)),
            new ChatOutcome.Failed("500", new CallReceipt("r", "m", 0, 0, 0, 4, 1)));
    try (CallCache cache = CallCache.open(file(), "run")) {
      ChatModel model = new CachedModel(model(kinds::get), cache);
      List<ChatOutcome> first = model.askSeveral(question("a"), 0, 7);
      assertEquals(7, asked.get());
      List<ChatOutcome> second = model.askSeveral(question("a"), 0, 7);
      assertEquals(9, asked.get(), "the page and the failure alone");
      for (int i = 0; i < 7; i++) {
        assertEquals(KeptOutcome.of(first.get(i)), KeptOutcome.of(second.get(i)));
      }
    }
  }

  @Test
  void sameQuestionsAtOnceAreAskedOnce() {
    CountDownLatch others = new CountDownLatch(19);
    try (CallCache cache = CallCache.open(file(), "run")) {
      ChatModel slow =
          model(
              sample -> {
                try {
                  others.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                return answered("one");
              });
      ChatModel model = new CachedModel(slow, cache);
      List<ChatOutcome> all = new ArrayList<>();
      new InOrder(20, () -> false)
          .run(
              IntStream.range(0, 20).iterator(),
              i -> {
                others.countDown();
                return model.ask(question("a"), 0);
              },
              all::add);
      assertEquals(20, all.size());
      assertEquals(1, asked.get());
      assertEquals(0.5, all.stream().mapToDouble(o -> o.receipt().cost()).sum());
    }
  }

  @Test
  void aFailureReachesAllThatWaitAndIsForgotten() {
    try (CallCache cache = CallCache.open(file(), "run")) {
      AtomicInteger tries = new AtomicInteger();
      ChatModel model =
          new CachedModel(
              model(
                  sample -> {
                    if (tries.incrementAndGet() == 1) {
                      throw new FailedException("the key has expired");
                    }
                    return answered("yes");
                  }),
              cache);
      assertThrows(FailedException.class, () -> model.ask(question("a"), 0));
      assertEquals("yes", model.ask(question("a"), 0).answer().orElseThrow());
    }
  }

  @Test
  void aFileThatIsBrokenOrHeldOrSomethingElseIsNamed() throws IOException, SQLException {
    Files.writeString(
        file(), "this is no database, and it is long enough to be looked at".repeat(9));
    InvalidInputException broken =
        assertThrows(InvalidInputException.class, () -> CallCache.open(file(), "run"));
    assertTrue(broken.getMessage().contains("whole SQLite file"), broken.getMessage());
    Files.delete(file());
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement()) {
      statement.execute("CREATE TABLE mine (x)");
    }
    InvalidInputException foreign =
        assertThrows(InvalidInputException.class, () -> CallCache.open(file(), "run"));
    assertTrue(foreign.getMessage().contains("that Plumbline made"), foreign.getMessage());
    Files.delete(file());
    CallCache.open(file(), "run").close();
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement();
        CallCache cache = CallCache.open(file(), "run", 50)) {
      statement.execute("BEGIN EXCLUSIVE");
      FailedException held =
          assertThrows(
              FailedException.class,
              () -> cache.keep(CanonicalRequest.of("m", question("a")), 0, List.of(answered("a"))));
      assertTrue(held.getMessage().contains("another process holds"), held.getMessage());
      statement.execute("ROLLBACK");
    }
  }

  @Test
  void anySqliteClientReadsIt() throws SQLException {
    try (CallCache cache = CallCache.open(file(), "run")) {
      new CachedModel(model(sample -> answered("\u8bfe\u7a0b")), cache).ask(question("\u95ee"), 0);
    }
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement();
        ResultSet row = statement.executeQuery("SELECT question, text FROM calls")) {
      assertTrue(row.next());
      assertTrue(row.getString(1).contains("\u95ee"), "readable, not escaped");
      assertEquals("\u8bfe\u7a0b", row.getString(2));
    }
  }

  @Test
  void aRecordingAnswersAsThenAndNothingElse() {
    Path recording = folder.resolve("calls.jsonl");
    try (RecordingModel model =
        new RecordingModel(
            model(s -> s == 1 ? new ChatOutcome.Truncated("half", PAID) : answered("\u8bfe" + s)),
            recording)) {
      model.ask(question("a"), 0);
      model.askSeveral(question("a"), 1, 2);
    }
    ReplayedModel replayed = ReplayedModel.open(recording);
    assertEquals("m", replayed.id());
    assertEquals("\u8bfe0", replayed.ask(question("a"), 0).answer().orElseThrow());
    assertInstanceOf(ChatOutcome.Truncated.class, replayed.ask(question("a"), 1));
    InvalidInputException unknown =
        assertThrows(InvalidInputException.class, () -> replayed.ask(question("b"), 0));
    assertTrue(unknown.getMessage().contains("record it again"), unknown.getMessage());
  }
}
