package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.ExitCode;

/** Conversations through a pipe, and completions with rules. */
final class ChatTest {
  /** Asked to tell, it refuses with all that was said. */
  private static final String TEMPLATE =
      "{% if messages[-1].content == 'tell' %}"
          + "{{ raise_exception(messages | map(attribute='content') | join('|')) }}{% endif %}"
          + "{% for m in messages %}{{ m.role }}: {{ m.content }} {% endfor %}"
          + "{% if add_generation_prompt %}assistant: {% endif %}";

  /** Tokens of an answer that takes longer than anybody waits. */
  private static final int PATIENCE = 60_000;

  @TempDir static Path folder;

  @BeforeAll
  static void model() throws IOException {
    TinyInputs.languageModel(folder);
    Files.writeString(folder.resolve("lm/model/chat_template.jinja"), TEMPLATE);
  }

  @Test
  void aConversationRemembersAndForgetsWhenItBeginsAnew() {
    Ended ended = said("one", "tell", "/reset", "tell", "/nonsense", "/exit", "tell");
    String answer = ended.out().strip();
    assertEquals(List.of("one|" + answer + "|tell", "tell"), told(ended));
    assertTrue(ended.err().contains("no '/nonsense'"), ended.err());
  }

  @Test
  void whatTheModelIsToldBeginsTheConversationAnew() {
    assertEquals(List.of("count|tell"), told(said("one", "/system count", "tell")));
    assertEquals(List.of("count|tell"), told(talk("--system count --temperature 0", "tell")));
  }

  private static List<String> told(Ended ended) {
    return ended
        .err()
        .lines()
        .filter(line -> line.contains("refuses these messages"))
        .map(line -> line.replaceAll("^.*: ", ""))
        .toList();
  }

  @Test
  void answersAreRowsOfJsonWhereThatIsAskedFor() {
    String out = talk("--json --temperature 0 --max-new-tokens 5", "three").out();
    assertTrue(out.contains("\"tokens\"") && out.contains("\"stop\""), out);
  }

  @Test
  void aModelWithoutTemplateIsRefusedWithAWayOut() {
    Ended ended = new Shell().run("chat embedded:policy");
    assertEquals(ExitCode.INVALID, ended.code());
    assertTrue(ended.err().contains("plumb generate"), ended.err());
  }

  @Test
  void aFileMayHoldChatsWhichTheTemplateWritesDown() throws IOException {
    Path rows =
        Files.writeString(
            folder.resolve("chats.jsonl"),
            """
            {"messages": [{"role": "user", "content": "one"}]}
            {"prompt": "The number"}
            {"messages": [{"role": "user", "content": "one"}, {"role": "assistant", "content": "tw"}]}
            """);
    String line = "generate --model %s/lm --prompts %s --temperature 0 --max-new-tokens 9 --json";
    List<JsonNode> written = new ArrayList<>();
    for (String row : TinyInputs.done(line, folder, rows).out().lines().toList()) {
      written.add(new JsonMapper().readTree(row));
    }
    assertEquals(
        List.of("user: one assistant: ", "The number", "user: one assistant: tw"),
        written.stream().map(row -> row.path("prompt").asText()).toList());
    String answer = said("one").out();
    assertEquals(
        answer.strip(), written.getFirst().path("completion").asText().strip(), "not as in a chat");
  }

  @Test
  void aChatInAFileNeedsAModelWithATemplate() throws IOException {
    Path rows =
        Files.writeString(
            folder.resolve("chat.jsonl"),
            "{\"messages\": [{\"role\": \"user\", \"content\": \"one\"}]}");
    Ended ended = new Shell().run("generate --model embedded:policy --prompts %s", rows);
    assertEquals(ExitCode.INVALID, ended.code());
    assertTrue(ended.err().contains("prompt 1"), ended.err());
    assertTrue(ended.err().contains("chat_template.jinja"), ended.err());
  }

  @Test
  void aStopStringEndsACompletionAndIsLeftOut() {
    String all =
        TinyInputs.done(
                "generate --model %s/lm --prompt \"The number\" --temperature 0 --max-new-tokens 30"
                    + " --min-new-tokens 30 --repetition-penalty 1.1",
                folder)
            .out()
            .strip();
    String completion = all.substring("The number".length());
    String stop = completion.substring(completion.length() / 2, completion.length() / 2 + 2);
    Ended ended =
        new Shell()
            .run(
                "generate --model %s/lm --prompt \"The number\" --temperature 0"
                    + " --max-new-tokens 30 --min-new-tokens 30 --repetition-penalty 1.1 --json"
                    + " --stop \"%s\"",
                folder, stop);
    assertTrue(ended.out().contains("STOP_STRING"), ended.out() + ended.err());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void ctrlCStopsTheAnswerAndNotTheConversation() throws Exception {
    Path patient = patientModel();
    String line = "chat %s --temperature 0 --max-new-tokens %2$d --min-new-tokens %2$d --json";
    try (PlumbProcess chat = PlumbProcess.start(folder, line.formatted(patient, PATIENCE))) {
      chat.until(() -> shows(chat, "/exit ends", 1)).pressCtrlC();
      chat.until(() -> shows(chat, "Ctrl-C stops an answer", 1));
      assertTrue(shows(chat, "Ctrl-C stops an answer", 1), chat.messages());
      for (int turn = 1; turn <= 2; turn++) {
        chat.type("tell me more");
        int answers = turn;
        // It may come before the answer begins, which says so and changes nothing.
        while (chat.isRunning() && !shows(chat, "\"stop\"", answers)) {
          chat.pressCtrlC().during(20);
        }
      }
      assertEquals(0, chat.type("/exit").exitCode(), chat.messages());
      assertTrue(shows(chat, "\"stop\":\"CANCELLED\"", 2), chat.messages());
    }
  }

  /** The same model, which now reads so much that no answer ends by itself in this test. */
  private static Path patientModel() throws IOException {
    Path copy = Files.createDirectories(folder.resolve("patient"));
    try (var files = Files.list(folder.resolve("lm/model"))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Path config = copy.resolve("config.json");
    String longer =
        Files.readString(config)
            .replaceAll("(\"max_position_embeddings\" *: *)\\d+", "$1" + (2 * PATIENCE + 1000));
    Files.writeString(config, longer);
    // The template that refuses would end a turn.
    Files.writeString(
        copy.resolve("chat_template.jinja"),
        "{% for m in messages if m.role == 'user' %}{{ m.content }} {% endfor %}");
    return copy;
  }

  private static boolean shows(PlumbProcess chat, String text, int times) {
    try {
      return chat.messages().split(Pattern.quote(text), -1).length > times;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Ended said(String... lines) {
    return talk("--temperature 0 --max-new-tokens 9", lines);
  }

  private static Ended talk(String options, String... lines) {
    InputStream before = System.in;
    System.setIn(
        new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
    try {
      Ended ended = new Shell().run("chat %s/lm " + options, folder);
      assertEquals(ExitCode.DONE, ended.code(), ended.err());
      return ended;
    } finally {
      System.setIn(before);
    }
  }
}
