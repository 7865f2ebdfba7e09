package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.plumbline.cli.TinyInputs.done;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.ExitCode;
import org.plumbline.testkit.ScriptedChatServer;
import org.plumbline.testkit.ScriptedChatServer.Reply;
import org.plumbline.testkit.ScriptedChatServer.Request;

/** Arms that answer the same questions, over a scripted server. */
final class EvaluateTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int QUESTIONS = 24;

  @TempDir Path folder;

  @BeforeEach
  void questions() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < QUESTIONS; i++) {
      rows.add(
          JSON.createObjectNode()
              .put("id", "q" + i)
              .put("question", "What does package p%d do?".formatted(i))
              .put("answer", "It installs the files of package p%d on a system.".formatted(i))
              .toString());
    }
    Files.write(folder.resolve("faq.jsonl"), rows);
  }

  /** A model that says the reference where its role prompt asks for it, and a judge that knows. */
  private static Reply answer(Request request, int number) {
    try {
      JsonNode body = JSON.readTree(request.body());
      String model = body.path("model").asText();
      String last =
          body.path("messages").path(body.path("messages").size() - 1).path("content").asText();
      if (model.equals("judge")) {
        return Reply.text(grades(last));
      }
      String name = last.replaceAll(".*(p\\d+).*", "$1");
      if (model.equals("broken") && name.equals("p3")) {
        return Reply.error(400, "no");
      }
      boolean good = request.body().contains("Be exact");
      return Reply.text(
          good
              ? "It installs the files of package %s on a system.".formatted(name)
              : "Nobody knows what that is, but it is surely very interesting to think about it for a long time.");
    } catch (IOException e) {
      throw new AssertionError("a request that is no JSON: " + request.body(), e);
    }
  }

  /** 9 for the reference itself and 3 for anything else. */
  private static String grades(String asked) {
    String[] parts = asked.split("Reference answer:|Answer to be graded:|Explain first");
    String reference = parts[1].replaceAll("<<<\\S+|\\S+>>>", "").strip();
    String graded = parts[2].replaceAll("<<<\\S+|\\S+>>>", "").strip();
    int grade = reference.equals(graded) ? 9 : 3;
    return """
    {"reasoning": "compared", "factual_accuracy": %1$d, "user_satisfaction": %1$d, "clarity": %1$d, "condensability": %1$d, "comprehensive": %1$d}
    """
        .formatted(grade);
  }

  private String line(ScriptedChatServer server, String arms) {
    return "distill evaluate --arms %s --data %s/faq.jsonl --teacher %s#judge"
        .formatted(arms.replace("URL", server.url()), folder, server.url());
  }

  @Test
  void theArmWithTheBetterPromptIsSeenToBeBetterByEveryFigure() throws IOException {
    Files.writeString(folder.resolve("role.txt"), "Be exact and brief.");
    try (ScriptedChatServer server = ScriptedChatServer.answering(EvaluateTest::answer)) {
      String line = line(server, "plain=URL#m,best=URL#m|" + folder.resolve("role.txt"));
      JsonNode result = JSON.readTree(done(line + " --out %s/e --json", folder).out());
      JsonNode best = result.path("comparison").path("arms").path(1);
      assertEquals(QUESTIONS, result.path("comparison").path("common").asInt());
      assertEquals(9.0, best.path("grades").path("COMPREHENSIVE").path("value").asDouble());
      best.path("against")
          .forEach(
              versus ->
                  assertEquals(
                      versus.path("figure").asText().equals("length penalty") ? "lower" : "higher",
                      versus.path("verdict").asText(),
                      versus.toString()));
      String page = Files.readString(folder.resolve("e/report.html"));
      assertTrue(page.contains("The judge orders known better"), "the probe is told");
      List<String> rows = Files.readAllLines(folder.resolve("e/answers-best.jsonl"));
      assertEquals(QUESTIONS, rows.size());
      assertEquals(9.0, JSON.readTree(rows.getFirst()).path("judge").asDouble());
    }
  }

  @Test
  void whatOneArmDidNotAnswerIsComparedInNone() throws IOException {
    try (ScriptedChatServer server = ScriptedChatServer.answering(EvaluateTest::answer)) {
      JsonNode result =
          JSON.readTree(
              done(line(server, "whole=URL#m,broken=URL#broken") + " --out %s/e --json", folder)
                  .out());
      assertEquals(QUESTIONS - 1, result.path("comparison").path("common").asInt());
      JsonNode broken = result.path("comparison").path("arms").path(1);
      assertEquals(1, broken.path("outcomes").path("failed").asInt());
      assertEquals(QUESTIONS - 1L, broken.path("grades").path("JUDGE").path("items").asLong());
    }
  }

  @Test
  void aSecondRunWithTheSameCacheAsksNothing() throws IOException {
    try (ScriptedChatServer server = ScriptedChatServer.answering(EvaluateTest::answer)) {
      String line = line(server, "plain=URL#m") + " --cache %s/calls.sqlite".formatted(folder);
      String first = done(line + " --out %s/a --json", folder).out();
      int asked = server.requests().size();
      String second = done(line + " --out %s/b --json", folder).out();
      assertEquals(asked, server.requests().size());
      assertEquals(
          JSON.readTree(first).path("comparison"), JSON.readTree(second).path("comparison"));
    }
  }

  @Test
  void aModelFolderAnswersWithoutAnyServer() throws IOException {
    TinyInputs.languageModel(folder);
    Files.writeString(
        folder.resolve("lm/model/chat_template.jinja"),
        "{% for m in messages %}{{ m.role }}: {{ m.content[:40] }} {% endfor %}assistant:");
    Ended ended =
        done(
            "distill evaluate --arms tiny=%s/lm --data %s/faq.jsonl --limit 3 --probe 0"
                + " --answer-tokens 8 --max-tokens 90 --teacher %s/lm --out %s/e",
            folder, folder, folder, folder);
    assertTrue(ended.out().contains("tiny"), ended.out());
  }

  @Test
  void whatIsWrongIsNamedBeforeAnythingIsAsked() throws IOException {
    try (ScriptedChatServer server = ScriptedChatServer.answering(EvaluateTest::answer)) {
      refused(line(server, "nothing"), "LABEL=MODEL");
      refused(line(server, "a=URL#m,a=URL#m"), "a label of its own");
      refused(line(server, "a=URL#m|" + folder.resolve("none.txt")), "cannot read the role prompt");
      Files.writeString(folder.resolve("faq.jsonl"), "{\"question\": \"why?\", \"answer\": \" \"}");
      refused(line(server, "a=URL#m"), "must have a reference answer");
      assertEquals(0, server.requests().size());
    }
  }

  private void refused(String line, String words) {
    Ended ended = new Shell().run(line + " --out %s/x", folder);
    assertEquals(ExitCode.INVALID, ended.code(), ended.err());
    assertTrue(ended.err().contains(words), ended.err());
  }
}
