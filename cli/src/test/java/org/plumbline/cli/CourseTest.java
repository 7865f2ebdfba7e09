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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.ExitCode;
import org.plumbline.testkit.ScriptedChatServer;
import org.plumbline.testkit.ScriptedChatServer.Reply;
import org.plumbline.testkit.ScriptedChatServer.Request;

/** The recipe {@code course}, from a textbook to the evaluation, with a scripted teacher. */
final class CourseTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern COMMAND = Pattern.compile("tool-(\\d+)");

  @TempDir Path folder;

  /**
   * Knows what each call wants by its words: a list of questions, prompts, a grade, or an answer.
   */
  private static Reply teacher(Request request, int number) {
    JsonNode body = json(request.body());
    String system = body.path("messages").path(0).path("content").asText();
    String asked =
        body.path("messages").path(body.path("messages").size() - 1).path("content").asText();
    String all = system + asked;
    Matcher found = COMMAND.matcher(asked);
    String tool = found.find() ? found.group() : "tool-0";
    if (all.contains("factual_accuracy")) {
      return Reply.text(graded(asked));
    }
    if (all.contains("JSON array")) {
      return Reply.text(
          "[\"Answer in one sentence, number %d.\", \"Be brief and exact, number %d.\"]"
              .formatted(number, number));
    }
    if (all.contains("questions")) {
      return Reply.text(
          """
          1. What does %1$s do with packages?
          2. Which file does %1$s read when it starts?
          3. How is %1$s stopped by an administrator?
          """
              .formatted(tool));
    }
    return Reply.text(
        "%s installs packages, reads its file below /etc and is stopped by systemctl."
            .formatted(tool));
  }

  private static String graded(String asked) {
    String[] parts = asked.split("Reference answer:|Answer to be graded:|Explain first");
    int grade = 3;
    if (parts.length > 2) {
      String reference = parts[1].replaceAll("<<<\\S+|\\S+>>>", "").strip();
      grade = parts[2].replaceAll("<<<\\S+|\\S+>>>", "").strip().equals(reference) ? 9 : 4;
    }
    return "{\"reasoning\": \"compared\", \"factual_accuracy\": %1$d, \"user_satisfaction\": %1$d, \"clarity\": %1$d, \"condensability\": %1$d, \"comprehensive\": %1$d}"
        .formatted(grade);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  private void inputs() throws IOException {
    TinyInputs.languageModel(folder);
    Files.writeString(
        folder.resolve("lm/model/chat_template.jinja"),
        "{% for m in messages %}{{ m.role }}: {{ m.content[:60] }}\n{% endfor %}"
            + "{% if add_generation_prompt %}assistant: {% endif %}");
    StringBuilder book = new StringBuilder("# The Book\n");
    for (int chapter = 1; chapter <= 12; chapter++) {
      book.append("\n# Chapter %d\n".formatted(chapter));
      for (int tool = 3 * chapter; tool < 3 * chapter + 3; tool++) {
        book.append(
            "\n## The tool-%1$d\n\nThe program tool-%1$d installs packages on a system number %1$d. It reads its file below /etc/tool-%1$d when it starts. An administrator stops tool-%1$d by systemctl, and looks into its log of day %1$d afterwards. %2$s\n"
                .formatted(tool, ("Word%d is said here. ".formatted(tool)).repeat(6)));
      }
    }
    Files.writeString(folder.resolve("textbook.md"), book.toString());
    Files.write(folder.resolve("faq-optimise.jsonl"), faq("o", 100, 30));
    Files.write(folder.resolve("faq-test.jsonl"), faq("t", 200, 8));
  }

  private static List<String> faq(String name, int from, int count) {
    List<String> rows = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      rows.add(
          "{\"id\": \"%s%d\", \"question\": \"How does a person begin with tool-%d at home?\", \"answer\": \"By reading its manual of %d pages, then trying tool-%d.\"}"
              .formatted(name, i, i, i, i));
    }
    return rows;
  }

  /** The recipe as a user would edit it: a copy with names of one's own. */
  private String line(ScriptedChatServer server) throws IOException {
    Path mine = folder.resolve("mine.yaml");
    done("recipes copy course --to %s", mine);
    String recipe = Files.readString(mine);
    for (String[] change :
        new String[][] {
          {"http://127.0.0.1:8091/v1#teacher", server.teacher("teacher")},
          {"textbook.md", "F/textbook.md"},
          {"faq-optimise.jsonl", "F/faq-optimise.jsonl"},
          {"faq-test.jsonl", "F/faq-test.jsonl"},
          {"HuggingFaceTB/SmolLM2-135M-Instruct", "F/lm"},
          {"rounds: 2", "rounds: 1"},
          {"lora: rank=64,alpha=128", "lora: rank=2,alpha=4"},
          {"batch-size: 32", "batch-size: 4"},
          {"epochs: 3", "epochs: 0.2"},
        }) {
      assertTrue(recipe.contains(change[0]), "the recipe holds " + change[0]);
      recipe = recipe.replace(change[0], change[1].replace("F/", folder + "/"));
    }
    Files.writeString(mine, recipe);
    return "run %s --out %s/course".formatted(mine, folder)
        + " --set prompt.search-items=8 --set prompt.selection-items=6"
        + " --set prompt.held-out-items=8 --set prompt.iterations=1"
        + " --set evaluation.answer-tokens=6";
  }

  @Test
  void aTextbookBecomesATunedAssistantAndASecondRunAsksNothing() throws IOException {
    inputs();
    try (ScriptedChatServer server = ScriptedChatServer.answering(CourseTest::teacher)) {
      String line = line(server);
      done(line);
      assertTrue(Files.size(folder.resolve("course/corpus/chat/train.jsonl")) > 0);
      assertTrue(Files.exists(folder.resolve("course/prompt/best-prompt.txt")));
      assertTrue(
          Files.readString(folder.resolve("course/evaluation/report.html")).contains("tuned"));
      int asked = server.count();
      done(line + " --resume");
      assertEquals(asked, server.count(), "finished stages are not asked again");
    }
  }

  @Test
  void aTeacherThatIsNotThereEndsTheRunAtOnceAndKeepsWhatIsDone() throws IOException {
    inputs();
    String line;
    try (ScriptedChatServer server = ScriptedChatServer.answering(CourseTest::teacher)) {
      line = line(server);
    }
    Ended ended = new Shell().run(line);
    assertEquals(ExitCode.FAILED, ended.code(), ended.err());
    assertTrue(Files.exists(folder.resolve("course/paragraphs/paragraphs.jsonl")), ended.err());
  }
}
