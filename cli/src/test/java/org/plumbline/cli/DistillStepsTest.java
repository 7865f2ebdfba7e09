package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.plumbline.cli.TinyInputs.done;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.ExitCode;
import org.plumbline.core.data.Columns;
import org.plumbline.core.data.InvalidRows;
import org.plumbline.core.data.RowFiles;
import org.plumbline.core.data.RowSource;
import org.plumbline.testkit.ScriptedChatServer;
import org.plumbline.testkit.ScriptedChatServer.Reply;
import org.plumbline.testkit.ScriptedChatServer.Request;

/** The steps from paragraphs to a corpus, stopped in all ways, recorded, judged and exported. */
final class DistillStepsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern TOOL = Pattern.compile("tool-(\\d+)");
  private static final int PARAGRAPHS = 12;

  @TempDir Path folder;

  @BeforeEach
  void aBook() throws IOException {
    StringBuilder book = new StringBuilder("# The Book\n");
    for (int i = 1; i <= PARAGRAPHS; i++) {
      book.append(
          "\n# Chapter %1$d\n\nThe program tool-%1$d installs packages on a system, and reads its file below /etc when it starts. Number %1$d is stopped by systemctl.\n"
              .formatted(i));
    }
    Files.writeString(folder.resolve("book.md"), book.toString());
    Files.writeString(folder.resolve("seeds.jsonl"), "{\"question\": \"What is systemctl?\"}\n");
    done("distill ingest %1$s/book.md --out %1$s/book", folder);
  }

  /** Questions about the material, answers to them, grades by the length of the answer. */
  private static Reply teacher(Request request, int number) {
    JsonNode messages = json(request.body()).path("messages");
    String asked = messages.path(messages.size() - 1).path("content").asText();
    Matcher found = TOOL.matcher(asked);
    String tool = found.find() ? found.group() : "tool-0";
    if (request.body().contains("factual_accuracy")) {
      int grade = asked.contains("Short.") ? 2 : 9;
      return Reply.text(
          "{\"reasoning\": \"read\", \"factual_accuracy\": %1$d, \"user_satisfaction\": %1$d, \"clarity\": %1$d, \"condensability\": %1$d, \"comprehensive\": %1$d}"
              .formatted(grade));
    }
    if (asked.contains("questions")) {
      return Reply.text(
          "1. What does %1$s install on a system?\n2. Which file does %1$s read below /etc?\n"
              .formatted(tool));
    }
    return Reply.text("The program %s installs packages on a system.".formatted(tool));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  private String questions(String teacher, String out) {
    return "distill questions %1$s/book --seeds %1$s/seeds.jsonl --rounds 0 --at-once 1 --teacher %2$s --out %1$s/%3$s"
        .formatted(folder, teacher, out);
  }

  private void answers(String teacher, String out) {
    done(
        "distill answers %1$s/q --paragraphs %1$s/book --teacher %2$s --out %1$s/%3$s",
        folder, teacher, out);
  }

  private void assertSame(String one, String other) throws IOException {
    assertArrayEquals(
        Files.readAllBytes(folder.resolve(one)), Files.readAllBytes(folder.resolve(other)));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void afterCtrlCNothingIsLostAndNothingIsPaidTwice() throws Exception {
    try (ScriptedChatServer server =
        ScriptedChatServer.answering(
            (request, n) -> teacher(request, n).after(Duration.ofMillis(200)))) {
      String teacher = server.teacher("t");
      done(questions(teacher, "whole"));
      int whole = server.count();
      try (PlumbProcess process = PlumbProcess.start(folder, questions(teacher, "stopped"))) {
        int code = process.until(() -> server.count() >= whole + 4).interrupt();
        assertEquals(ExitCode.INTERRUPTED.number(), code, process.messages());
        assertTrue(process.messages().contains("--resume"), process.messages());
      }
      assertTrue(server.count() < 2 * whole, "it ended before Ctrl-C");
      done(questions(teacher, "stopped") + " --resume");
      assertEquals(2 * whole, server.count(), "what was under way at Ctrl-C is kept, too");
      assertSame("whole/questions.jsonl", "stopped/questions.jsonl");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void afterKill9NoAnswerThatCameIsLostOrPaidTwice() throws Exception {
    try (ScriptedChatServer server =
        ScriptedChatServer.answering(
            (request, n) -> teacher(request, n).after(Duration.ofMillis(200)))) {
      String teacher = server.teacher("t");
      done(questions(teacher, "whole"));
      int whole = server.count();
      try (PlumbProcess process = PlumbProcess.start(folder, questions(teacher, "killed"))) {
        process.until(() -> server.count() >= whole + 5).kill();
      }
      assertTrue(server.count() < 2 * whole, "it ended before it was killed");
      done(questions(teacher, "killed") + " --resume");
      int again = server.count() - 2 * whole;
      assertTrue(again >= 0 && again <= 1, "only the call under way is asked again: " + again);
      assertSame("whole/questions.jsonl", "killed/questions.jsonl");
    }
  }

  @Test
  void aBudgetReachedMidwayEndsTheStepAndAHigherOneGoesOn() throws IOException {
    try (ScriptedChatServer server = ScriptedChatServer.answering(DistillStepsTest::teacher)) {
      String teacher =
          "t --endpoints "
              + Files.writeString(
                  folder.resolve("endpoints.yaml"),
                  "endpoints:\n  - name: t\n    url: %s\n    model: t\n    price-prompt: 3\n    price-completion: 5\n"
                      .formatted(server.url()));
      done(questions(teacher, "whole"));
      int whole = server.count();
      Ended ended =
          new Shell().run(questions(teacher, "poor") + " --max-tokens 50 --max-spent-tokens 600");
      assertEquals(ExitCode.FAILED, ended.code(), ended.err());
      assertTrue(ended.err().contains("raise --max-spent-tokens"), ended.err());
      int paid = server.count() - whole;
      assertTrue(paid > 1 && paid < whole, "paid for " + paid + " of " + whole);
      done(questions(teacher, "poor") + " --max-tokens 50 --max-spent-tokens 99999 --resume");
      assertEquals(2 * whole, server.count(), "no question was paid twice");
      double paidAtOnce = costs("whole/calls.json");
      assertTrue(paidAtOnce > 0);
      assertEquals(paidAtOnce, costs("poor/calls.json"), 1e-12, "both attempts count");
    }
  }

  /** What a step paid all teachers. */
  private double costs(String file) throws IOException {
    double sum = 0;
    for (JsonNode teacher : JSON.readTree(folder.resolve(file).toFile()).path("teachers")) {
      sum += teacher.path("cost").asDouble();
    }
    return sum;
  }

  @Test
  void aKeyThatExpiresMidwayEndsTheStepAndTheNextOneGoesOn() throws IOException {
    int[] valid = {5};
    try (ScriptedChatServer server =
        ScriptedChatServer.answering(
            (request, n) ->
                valid[0]-- > 0 ? teacher(request, n) : Reply.error(401, "the key expired"))) {
      String line = questions(server.teacher("t"), "q");
      Ended ended = new Shell().run(line);
      assertEquals(ExitCode.FAILED, ended.code(), ended.err());
      assertTrue(ended.err().contains("key-variable"), ended.err());
      assertTrue(ended.err().contains("--resume"), ended.err());
      int asked = server.count();
      assertTrue(asked <= 6, "asked on with a dead key: " + asked);
      valid[0] = 1000;
      done(line + " --resume");
      // A word and a list for each paragraph, and the one call that the dead key was refused for.
      assertEquals(PARAGRAPHS + 1 + asked - 5, server.count(), "no question was paid twice");
    }
  }

  @Test
  void aRecordingPlayedBackGivesTheSameBytesWithoutAServer() throws IOException {
    try (ScriptedChatServer server = ScriptedChatServer.answering(DistillStepsTest::teacher)) {
      done(questions("record:" + folder + "/calls.jsonl=" + server.teacher("t"), "q"));
    }
    assertTrue(Files.size(folder.resolve("q/questions.jsonl")) > 0);
    done(questions("replay:" + folder + "/calls.jsonl", "again"));
    assertSame("q/questions.jsonl", "again/questions.jsonl");
    assertSame("q/dropped.jsonl", "again/dropped.jsonl");
    Ended wrong = new Shell().run(questions("record:calls.jsonl", "wrong"));
    assertEquals(ExitCode.INVALID, wrong.code());
    assertTrue(wrong.err().contains("record:FILE=MODEL"), wrong.err());
  }

  @Test
  void gradesOfTheJudgeDecideBetweenAnswersAndParquetHoldsTheCorpus() throws IOException {
    try (ScriptedChatServer good = ScriptedChatServer.answering(DistillStepsTest::teacher);
        ScriptedChatServer bad =
            ScriptedChatServer.answering(
                (request, n) ->
                    Reply.text("Short. It installs packages on a system, says the program."))) {
      done(questions(good.teacher("t"), "q"));
      answers(bad.teacher("bad"), "a-bad");
      answers(good.teacher("good"), "a-good");
      List<String> all = new ArrayList<>(Files.readAllLines(folder.resolve("a-bad/answers.jsonl")));
      all.addAll(Files.readAllLines(folder.resolve("a-good/answers.jsonl")));
      Files.write(folder.resolve("all.jsonl"), all);
      done(
          "judge --data %1$s/all.jsonl --teacher %2$s --probe 0 --out %1$s/judged",
          folder, good.teacher("judge"));
    }
    done(
        "distill build --paragraphs %1$s/book --questions %1$s/q --answers %1$s/a-bad,%1$s/a-good"
            + " --grades %1$s/judged/judgements.jsonl --score 5 --formats chat,parquet --out"
            + " %1$s/corpus",
        folder);
    int pairs = 0;
    for (String part : List.of("train", "validation", "test")) {
      List<String> rows = parquet(folder.resolve("corpus/parquet/" + part + ".parquet"));
      assertEquals(
          Files.readAllLines(folder.resolve("corpus/chat/" + part + ".jsonl")).size(),
          rows.size(),
          part);
      for (String row : rows) {
        assertTrue(row.contains("The program tool-"), row);
        assertTrue(!row.contains("Short."), "a graded-down answer is in the corpus: " + row);
        assertEquals(9, json(row).findValue("score").asDouble(), row);
      }
      pairs += rows.size();
    }
    assertTrue(pairs >= PARAGRAPHS, "pairs: " + pairs);
  }

  private static List<String> parquet(Path file) {
    List<String> rows = new ArrayList<>();
    try (RowSource source = RowFiles.open(file, Columns.USUAL, InvalidRows.refuse())) {
      for (byte[] row = source.next(); row != null; row = source.next()) {
        rows.add(new String(row, StandardCharsets.UTF_8));
      }
    }
    return rows;
  }
}
