package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.frame.ExitCode;
import org.plumbline.testkit.ScriptedChatServer;
import org.plumbline.testkit.ScriptedChatServer.Reply;

/** {@code plumb judge} and {@code plumb distill optimize} against a scripted server. */
class OptimizeTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern ENCLOSED =
      Pattern.compile("<<<([0-9a-f]+)\\n(.*?)\\n\\1>>>", Pattern.DOTALL);
  private static final String SCRIPT = "<script>alert(1)</script>";

  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void writePairs() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      rows.add(
          "{\"id\": \"i%d\", \"question\": \"Question %d about packages?\", \"answer\": \"The answer of a person to question %d, in words.\"}"
              .formatted(i, i, i));
    }
    data = Files.write(folder.resolve("pairs.jsonl"), rows);
  }

  /** A teacher that repeats its role; a judge that likes the word "brief" and the reference. */
  private static Reply honest(ScriptedChatServer.Request request, int number) {
    return Reply.text(reply(request.body(), false));
  }

  private static Reply inverted(ScriptedChatServer.Request request, int number) {
    return Reply.text(reply(request.body(), true));
  }

  /** A teacher whose answers all reach the limit; judge and writer come to an end. */
  private static Reply rambling(ScriptedChatServer.Request request, int number) {
    String text = reply(request.body(), false);
    boolean teacher = messages(request.body()).path(0).path("content").asText().equals(text);
    return Reply.completion(text, teacher ? "length" : "stop", 10, 10);
  }

  private static String reply(String body, boolean inverted) {
    JsonNode messages = messages(body);
    String first = messages.path(0).path("content").asText();
    String last = messages.path(messages.size() - 1).path("content").asText();
    if (first.contains("Two assistants")) {
      return "{\"reasoning\": \"r\", \"winner\": \"%s\"}"
          .formatted(enclosed(last, 2).length() >= enclosed(last, 3).length() ? "A" : "B");
    }
    if (first.contains("examiner")) {
      String answer = enclosed(last, 2);
      int grade = answer.equals(enclosed(last, 1)) ? 9 : answer.contains("brief") ? 7 : 3;
      int said = inverted ? 10 - grade : grade;
      return ("{\"reasoning\": \"be brief %s\", \"factual_accuracy\": %d, \"user_satisfaction\": %d,"
              + " \"clarity\": %d, \"condensability\": %d, \"comprehensive\": %d}")
          .formatted(SCRIPT, said, said, said, said, said);
    }
    if (first.contains("improve prompts")) {
      return last.contains("\"prompts\"")
          ? "{\"prompts\": [\"Be brief, one\", \"Be long, two\"]}"
          : "{\"prompt\": \"%s and brief %s\"}".formatted(enclosed(last, 0), SCRIPT);
    }
    return first;
  }

  private static JsonNode messages(String body) {
    try {
      return JSON.readTree(body).path("messages");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(body, e);
    }
  }

  private static String enclosed(String text, int which) {
    Matcher matcher = ENCLOSED.matcher(text);
    for (int i = 0; i <= which; i++) {
      assertTrue(matcher.find(), text);
    }
    return matcher.group(2);
  }

  private Shell.Ended optimize(ScriptedChatServer server, String more) throws IOException {
    Path prompts =
        Files.write(
            folder.resolve("prompts.jsonl"),
            List.of("{\"prompt\": \"You teach {{course}}\"}", "{\"prompt\": \"You explain\"}"));
    return new Shell()
        .run(
            "distill optimize --teacher %s --data %s --prompts %s --course Debian --search-items 8 --held-out-items 8 --probe 6 --iterations 1 --out %s %s",
            server.teacher("t"), data, prompts, folder.resolve("run"), more);
  }

  @Test
  void aBetterPromptIsFoundAndFinishedWorkIsNotAskedAgain() throws IOException {
    try (ScriptedChatServer server = ScriptedChatServer.answering(OptimizeTest::honest)) {
      Shell.Ended ended = optimize(server, "");
      assertEquals(ExitCode.DONE, ended.code(), ended.err());
      assertTrue(
          Files.readString(folder.resolve("run/best-prompt.txt")).contains("brief"), ended.out());
      assertTrue(ended.out().contains("is better than the first starting prompt"), ended.out());
      String page = Files.readString(folder.resolve("run/report.html"));
      assertFalse(page.contains(SCRIPT), "a prompt of a model is not escaped");
      assertEquals(6, Files.readAllLines(folder.resolve("run/prompts.jsonl")).size());
      int all = server.count();
      Shell.Ended whole =
          new Shell()
              .run(
                  "distill optimize --teacher %s --data %s --prompts %s --course Debian --search-items 8 --held-out-items 8 --probe 6 --iterations 1 --cache %s --out %s",
                  server.teacher("t"),
                  data,
                  folder.resolve("prompts.jsonl"),
                  folder.resolve("run/calls.sqlite"),
                  folder.resolve("again"));
      assertEquals(ExitCode.DONE, whole.code(), whole.err());
      assertEquals(all, server.count(), "finished work was asked again");
      assertEquals(
          Files.readString(folder.resolve("run/best-prompt.txt")),
          Files.readString(folder.resolve("again/best-prompt.txt")));
    }
  }

  @Test
  void aDryRunPricesTeacherJudgeAndWriterEach() throws IOException {
    try (ScriptedChatServer server = ScriptedChatServer.answering(OptimizeTest::honest)) {
      Shell.Ended ended =
          optimize(
              server,
              "--judge-model %s --writer-model %s --dry-run"
                  .formatted(server.teacher("j"), server.teacher("w")));
      assertEquals(ExitCode.DONE, ended.code(), ended.err());
      // 2 prompts on 8 items, 4 more of them in the round, 3 on 8 held-out items: 72 answers.
      for (String line :
          List.of("#t, answers +72 calls", "#j, judge +102 calls", "#w, prompts +3")) {
        assertTrue(Pattern.compile(line).matcher(ended.out()).find(), line + " in " + ended.out());
      }
      assertEquals(0, server.count());
    }
  }

  @Test
  void aJudgeBelowChanceStopsTheSearchBeforeAnyPromptIsScored() throws IOException {
    try (ScriptedChatServer server = ScriptedChatServer.answering(OptimizeTest::inverted)) {
      Shell.Ended ended = optimize(server, "");
      assertEquals(ExitCode.FAILED, ended.code());
      assertTrue(ended.err().contains("below chance"), ended.err());
      assertTrue(server.count() <= 30, "asked on after the probe: " + server.count());
    }
  }

  @Test
  void aCutAnswerIsScoredAsAUserWouldSeeIt() throws IOException {
    try (ScriptedChatServer server = ScriptedChatServer.answering(OptimizeTest::rambling)) {
      Shell.Ended ended = optimize(server, "");
      assertEquals(ExitCode.DONE, ended.code(), ended.err());
      assertTrue(
          Files.readString(folder.resolve("run/best-prompt.txt")).contains("brief"), ended.out());
    }
  }

  @Test
  void aMetricGradesWithoutAJudge() throws IOException {
    try (ScriptedChatServer server = ScriptedChatServer.answering(OptimizeTest::honest)) {
      Shell.Ended ended = optimize(server, "--judge-model metric:rouge-l");
      assertEquals(ExitCode.DONE, ended.code(), ended.err());
      assertTrue(ended.err().contains("graded by rouge-l beside people's answers"), ended.err());
      assertTrue(ended.out().contains("graded by rouge-l beside people's answers"), ended.out());
      assertTrue(
          server.requests().stream().noneMatch(r -> r.body().contains("examiner")),
          "a judge was asked");
      Shell.Ended misspelt = optimize(server, "--judge-model metric:rogue-l");
      assertEquals(ExitCode.INVALID, misspelt.code());
      assertTrue(misspelt.err().contains("rouge-l"), misspelt.err());
    }
  }

  @Test
  void answersOfAFileAreGradedWithTheJudgesWorthBesideThem() throws IOException {
    Path answers = folder.resolve("answers.jsonl");
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      rows.add(
          "{\"id\": \"i%d\", \"q\": \"Question %d?\", \"reference\": \"Words of a person, number %d.\", \"answer\": \"%s\", \"label\": %d}"
              .formatted(i, i, i, i % 2 == 0 ? "brief" : "no", i % 2 == 0 ? 8 : 2));
    }
    Files.write(answers, rows);
    try (ScriptedChatServer server = ScriptedChatServer.answering(OptimizeTest::honest)) {
      Shell.Ended ended =
          new Shell()
              .run(
                  "judge --teacher %s --data %s --column question=q --probe 6 --out %s",
                  server.teacher("j"), answers, folder.resolve("judged"));
      assertEquals(ExitCode.DONE, ended.code(), ended.err());
      assertTrue(ended.out().contains("comprehensive      5.00"), ended.out());
      assertTrue(ended.out().contains("6 of 6 right"), ended.out());
      assertTrue(ended.out().contains("kappa"), ended.out());
      List<String> judged = Files.readAllLines(folder.resolve("judged/judgements.jsonl"));
      assertEquals(12, judged.size());
      JsonNode first = JSON.readTree(judged.getFirst());
      assertEquals("i0", first.path("id").asText());
      assertEquals(7, first.path("comprehensive").asDouble());
      assertEquals(7, first.path("clarity").asDouble());
      Shell.Ended pairs =
          new Shell()
              .run(
                  "judge --teacher %s --data %s --pairwise %s --column question=q --probe 0 --out %s",
                  server.teacher("j"),
                  answers,
                  Files.write(
                      folder.resolve("other.jsonl"),
                      rows.stream().map(r -> r.replace("\"no\"", "\"much longer\"")).toList()),
                  folder.resolve("pairs"));
      assertEquals(ExitCode.DONE, pairs.code(), pairs.err());
      assertTrue(pairs.out().contains("the first file won 0, the second 6, tied 6"), pairs.out());
      assertTrue(pairs.err().contains("is not measured"), pairs.err());
    }
  }

  @Test
  void aJudgeThatNobodyCanReadEndsTheRun() throws IOException {
    try (ScriptedChatServer server =
        ScriptedChatServer.answering((request, number) -> Reply.text("Seven, I think."))) {
      List<String> rows = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        rows.add("{\"question\": \"q%d\", \"answer\": \"a\"}".formatted(i));
      }
      Shell.Ended ended =
          new Shell()
              .run(
                  "judge --teacher %s --data %s --out %s",
                  server.teacher("j"),
                  Files.write(folder.resolve("many.jsonl"), rows),
                  folder.resolve("judged"));
      assertEquals(ExitCode.FAILED, ended.code());
      assertTrue(ended.err().contains("have no grade"), ended.err());
    }
  }
}
