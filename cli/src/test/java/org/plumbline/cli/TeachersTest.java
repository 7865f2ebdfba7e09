package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.distill.TeacherOptions;
import org.plumbline.cli.distill.Teachers;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.CommandSet;
import org.plumbline.cli.frame.ExitCode;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.cli.frame.StopSwitch;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.chat.ChatTurn;
import org.plumbline.core.options.Option;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.testkit.ScriptedChatServer;
import org.plumbline.testkit.ScriptedChatServer.Reply;

class TeachersTest {
  @TempDir Path folder;
  private final Shell shell =
      new Shell(
          new CommandSet(List.of(new CommandSet.Entry("ask", "asks", Ask::new))), new StopSwitch());

  /** A command that asks each teacher some questions. */
  static final class Ask implements StageCommand<Ask.Options> {
    public record Options(
        @Option(inline = true) TeacherOptions teachers, @Option("how many") int questions) {}

    public record Outcome(String answers, String receipt) {}

    @Override
    public Options defaults() {
      return new Options(TeacherOptions.defaults(), 10);
    }

    @Override
    public List<String> examples() {
      return List.of();
    }

    @Override
    public Plan plan(Options options, CommandContext context) {
      return Teachers.plan(Plan.empty(), options.teachers(), options.questions(), 100, 50);
    }

    @Override
    public Result compute(Options options, CommandContext context) {
      try (Teachers teachers = Teachers.open(options.teachers(), context)) {
        StringBuilder said = new StringBuilder();
        String first = options.teachers().teacher().getFirst();
        ChatModel teacher = teachers.model(first);
        teachers.release(first);
        assertSame(teacher, teachers.model(first), "a teacher stays open");
        ChatModel guest = teachers.model("http://127.0.0.1:9/v1#guest");
        assertSame(guest, teachers.model("http://127.0.0.1:9/v1#guest"));
        teachers.release("http://127.0.0.1:9/v1#guest");
        assertNotSame(guest, teachers.model("http://127.0.0.1:9/v1#guest"), "it was released");
        for (ChatModel model : teachers.models()) {
          for (int i = 0; i < options.questions(); i++) {
            ChatOutcome outcome =
                model.ask(
                    new ChatRequest(List.of(ChatTurn.user("q" + i)), ChatSampling.greedy(8)), 0);
            said.append(model.id()).append(' ').append(outcome.kind()).append('\n');
          }
        }
        String receipt = teachers.receipt().text();
        return new Result(new Outcome(said.toString(), receipt), said + receipt);
      }
    }
  }

  private String yaml(ScriptedChatServer server) throws IOException {
    Path file = folder.resolve("endpoints.yaml");
    Files.writeString(
        file,
        """
        endpoints:
          - name: hosted
            url: %s
            model: large
            price-prompt: 1000
            price-completion: 2000
        """
            .formatted(server.url()));
    return file.toString();
  }

  @Test
  void teachersAreNamedByAddressOrByFileAndResumedRunsPayForTheRestAlone() throws IOException {
    try (var server = ScriptedChatServer.of(Reply.completion("yes", "stop", 10, 5))) {
      String names =
          "ask --teacher hosted,%s --endpoints %s --out %s/run"
              .formatted(server.teacher("small"), yaml(server), folder);
      var stopped = shell.run(names + " --max-spent-tokens 100");
      assertEquals(ExitCode.FAILED, stopped.code(), stopped.err());
      assertTrue(stopped.err().contains("raise --max-spent-tokens"), stopped.err());
      int paid = server.count();
      assertTrue(paid >= 5 && paid <= 6, "paid " + paid);
      var done = shell.run(names + " --max-spent-tokens 1000 --resume");
      assertEquals(ExitCode.DONE, done.code(), done.err());
      assertEquals(20, server.count(), "no question was paid twice");
      assertTrue(done.out().contains("large@127.0.0.1"), done.out());
      assertTrue(done.out().contains("10 calls (%d from the cache)".formatted(paid)), done.out());
    }
  }

  @Test
  void aDryRunAsksNobodyAndSaysWhatItWouldCost() throws IOException {
    try (var server = ScriptedChatServer.of(Reply.text("yes"))) {
      var ended = shell.run("ask --teacher hosted --endpoints %s --dry-run", yaml(server));
      assertEquals(ExitCode.DONE, ended.code(), ended.err());
      assertTrue(
          ended
              .out()
              .contains("10 calls, about 1,000 tokens read, at most 500 written: at most 2.00 USD"),
          ended.out());
      assertEquals(0, server.count());
    }
  }

  @Test
  void whatCannotBeAskedIsRefusedWithTheWayOut() throws IOException {
    try (var server = ScriptedChatServer.of(Reply.text("yes"))) {
      assertRefused("--teacher %s --max-cost 5".formatted(server.teacher("m")), "price-prompt");
      assertRefused("--teacher " + server.url(), "URL#MODEL");
      assertRefused("--teacher hostet --endpoints " + yaml(server), "did you mean 'hosted'?");
      assertRefused("--teacher nowhere", "needs --endpoints");
      assertEquals(0, server.count());
    }
  }

  private void assertRefused(String words, String said) {
    var ended = shell.run("ask %s --out %s/refused", words, folder);
    assertEquals(ExitCode.INVALID, ended.code(), ended.err());
    assertTrue(ended.err().contains(said), ended.err());
    assertFalse(ended.err().contains("Exception"), ended.err());
  }

  @Test
  void aModelFolderIsAskedWithoutAnyServer() throws IOException {
    TinyInputs.languageModel(folder);
    Files.writeString(
        folder.resolve("lm/model/chat_template.jinja"),
        "{% for m in messages %}{{ m.role }}: {{ m.content }} {% endfor %}assistant:");
    var ended = shell.run("ask --teacher %s/lm --questions 2 --out %s/run", folder, folder);
    assertEquals(ExitCode.DONE, ended.code(), ended.err());
    assertTrue(ended.out().contains("2 calls (0 from the cache)"), ended.out());
    assertTrue(Files.exists(folder.resolve("run/calls.sqlite")));
  }
}
