package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.frame.ExitCode;
import org.plumbline.testkit.ScriptedChatServer;
import org.plumbline.testkit.ScriptedChatServer.Reply;

/** Prompts of judges and prompts for questions, searched and then used by the other commands. */
class OptimizeOthersTest {
  private static final String SMALL =
      "--search-items 6 --held-out-items 6 --iterations 1 --top 1 --feedback 2";

  @TempDir Path folder;

  /** A judge that is lenient unless it is told to be STRICT; its writer finds that out. */
  private static Reply judging(ScriptedChatServer.Request request, int number) {
    String body = request.body();
    if (body.contains("improve prompts")) {
      return Reply.text(
          "{\"prompts\": [\"Be STRICT. {{dimensions}} {{bands}}\", \"Without slots\"]}");
    }
    int grade = body.contains("STRICT") ? 3 : 8;
    return Reply.text(
        ("{\"reasoning\": \"r\", \"factual_accuracy\": %d, \"user_satisfaction\": %d,"
                + " \"clarity\": %d, \"condensability\": %d, \"comprehensive\": %d}")
            .formatted(grade, grade, grade, grade, grade));
  }

  private Path graded(String label) throws IOException {
    return Files.write(
        folder.resolve("graded.jsonl"),
        IntStream.range(0, 14)
            .mapToObj(
                i ->
                    "{\"id\": \"i%d\", \"question\": \"q%d\", \"reference\": \"r%d\", \"answer\": \"a%d\"%s}"
                        .formatted(i, i, i, i, label))
            .toList());
  }

  @Test
  void aJudgesPromptIsFoundByPeoplesGradesAndUsedByJudge() throws IOException {
    try (ScriptedChatServer server = ScriptedChatServer.answering(OptimizeOthersTest::judging)) {
      Path data = graded(", \"label\": 3");
      Path run = folder.resolve("run");
      Shell.Ended ended =
          new Shell()
              .run(
                  "distill optimize-judge --teacher %s --data %s %s --out %s",
                  server.teacher("j"), data, SMALL, run);
      assertEquals(ExitCode.DONE, ended.code(), ended.err());
      assertTrue(ended.out().contains("is better than the first starting prompt"), ended.out());
      String best = Files.readString(run.resolve("best-prompt.yaml"));
      assertTrue(best.contains("STRICT"), best);
      String page = Files.readString(run.resolve("report.html"));
      assertTrue(page.contains("A score is less the difference between the judge"));
      assertFalse(page.contains("How far to trust the judge"), "no probe was made");
      Shell.Ended judged =
          new Shell()
              .run(
                  "judge --teacher %s --data %s --judge-prompt %s --probe 0 --out %s",
                  server.teacher("j"),
                  data,
                  run.resolve("best-prompt.yaml"),
                  folder.resolve("judged"));
      assertEquals(ExitCode.DONE, judged.code(), judged.err());
      assertTrue(judged.out().contains("comprehensive      3.00"), judged.out());
    }
  }

  @Test
  void answersWithoutAGradeOrBesideTheScaleAreRefusedBeforeAnyCall() throws IOException {
    try (ScriptedChatServer server = ScriptedChatServer.answering(OptimizeOthersTest::judging)) {
      for (String label : List.of("", ", \"label\": 11")) {
        Shell.Ended ended =
            new Shell()
                .run(
                    "distill optimize-judge --teacher %s --data %s %s --out %s",
                    server.teacher("j"), graded(label), SMALL, folder.resolve("no"));
        assertEquals(ExitCode.INVALID, ended.code(), ended.err());
        assertTrue(
            ended.err().contains(label.isEmpty() ? "column label" : "--judge-scale"), ended.err());
      }
      assertEquals(0, server.count());
    }
  }

  /** A teacher that writes one question unless it is told to write ALL of them. */
  private static Reply asking(ScriptedChatServer.Request request, int number) {
    String body = request.body();
    if (body.contains("improve prompts")) {
      return Reply.text(
          "{\"prompts\": [\"Write ALL {{count}} questions: {{material}} {{examples}}\", \"{{count}} {{material}} {{examples}} {{weather}}\"]}");
    }
    return Reply.text(
        body.contains("ALL")
            ? "1. What does the scheduler do with a process?\n2. How are packets routed in a network?\n3. What is a page of memory?"
            : "1. What does the scheduler do with a process?");
  }

  @Test
  void aPromptForQuestionsIsFoundAndUsedByQuestions() throws IOException {
    Path book =
        Files.writeString(
            folder.resolve("book.md"),
            "# Systems\n\n"
                + String.join(
                    "\n\n",
                    IntStream.range(0, 40)
                        .mapToObj(
                            i ->
                                "Part %d of the course is about the scheduler and the process %d, packets that are routed in a network, and pages of memory, each of them in its own place and time, number %d."
                                    .formatted(i, i, i))
                        .toList()));
    Path seeds =
        Files.write(
            folder.resolve("seeds.jsonl"),
            IntStream.range(0, 8)
                .mapToObj(i -> "{\"question\": \"Which process is number %d?\"}".formatted(i))
                .toList());
    Path paragraphs = folder.resolve("paragraphs");
    Shell.Ended ingested =
        new Shell()
            .run(
                "distill ingest %s --min-columns 100 --max-columns 300 --out %s", book, paragraphs);
    assertEquals(ExitCode.DONE, ingested.code(), ingested.err());
    try (ScriptedChatServer server = ScriptedChatServer.answering(OptimizeOthersTest::asking)) {
      Path run = folder.resolve("run");
      Shell.Ended ended =
          new Shell()
              .run(
                  "distill optimize-questions %s --seeds %s --teacher %s %s --out %s",
                  paragraphs, seeds, server.teacher("t"), SMALL, run);
      assertEquals(ExitCode.DONE, ended.code(), ended.err());
      assertTrue(ended.out().contains("is better than the first starting prompt"), ended.out());
      assertTrue(Files.readString(run.resolve("best-prompt.yaml")).contains("ALL"), ended.out());
      assertTrue(
          Files.readString(run.resolve("report.html")).contains("{{weather}}"),
          "the refused prompt is told");
      Shell.Ended questions =
          new Shell()
              .run(
                  "distill questions %s --seeds %s --teacher %s --question-prompt %s --rounds 0 --limit 1 --out %s",
                  paragraphs,
                  seeds,
                  server.teacher("t"),
                  run.resolve("best-prompt.yaml"),
                  folder.resolve("questions"));
      assertEquals(ExitCode.DONE, questions.code(), questions.err());
      assertTrue(questions.out().contains("questions: 3 in"), questions.out());
    }
  }
}
