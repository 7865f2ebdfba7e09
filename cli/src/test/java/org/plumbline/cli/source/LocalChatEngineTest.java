package org.plumbline.cli.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.TinyInputs;
import org.plumbline.core.chat.ChatListener;
import org.plumbline.core.chat.ChatReply;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.chat.ChatTurn;
import org.plumbline.core.chat.FinishReason;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.hub.ModelFolder;

class LocalChatEngineTest {
  @TempDir static Path folder;
  private static LocalChatEngine engine;

  @BeforeAll
  static void open() throws IOException {
    TinyInputs.languageModel(folder);
    Files.writeString(
        folder.resolve("lm/model/chat_template.jinja"),
        "{% for m in messages %}{{ m.role }}: {{ m.content }} {% endfor %}assistant:");
    engine = open(4);
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private static LocalChatEngine open(int slots) {
    return LocalChatEngine.open(
        ModelFolder.open(folder.resolve("lm/model")), "tiny", slots, new Seeds(3));
  }

  private static ChatRequest asked(String question, ChatSampling sampling) {
    return new ChatRequest(List.of(ChatTurn.user(question)), sampling);
  }

  private static ChatReply reply(ChatRequest request) {
    return engine.reply(request, ChatListener.NOBODY);
  }

  @Test
  void manyAtOnceAreAnsweredAsEachAlone() throws Exception {
    List<ChatReply> alone = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      alone.add(reply(asked("question " + i, ChatSampling.at(1, 5 + i).withSeed(i))));
    }
    assertNotEquals(alone.get(0).text(), alone.get(11).text());
    List<Future<ChatReply>> together = new ArrayList<>();
    try (LocalChatEngine wide = open(9);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 12; i++) {
        ChatRequest request = asked("question " + i, ChatSampling.at(1, 5 + i).withSeed(i));
        together.add(threads.submit(() -> wide.reply(request, ChatListener.NOBODY)));
      }
      for (int i = 0; i < 12; i++) {
        assertEquals(alone.get(i), together.get(i).get());
      }
    }
  }

  @Test
  void anotherSeedIsAnotherDrawAndNoneRepeatsTheFirst() {
    ChatSampling plain = ChatSampling.at(1, 20);
    assertEquals(reply(asked("hello", plain)), reply(asked("hello", plain)));
    assertNotEquals(
        reply(asked("hello", plain.withSeed(1))), reply(asked("hello", plain.withSeed(2))));
  }

  @Test
  void anAnswerKeepsTheSchemaThatIsAskedFor() throws IOException {
    JsonNode schema =
        new JsonMapper()
            .readTree(
                """
                {"type": "object", "required": ["why", "score"], "properties": {
                  "why": {"type": "string", "maxLength": 20},
                  "score": {"type": "integer", "minimum": 1, "maximum": 10}}}
                """);
    ChatReply answer =
        reply(asked("judge", ChatSampling.at(1, 200)).withSchema((ObjectNode) schema));
    assertEquals(FinishReason.STOP, answer.finish());
    JsonNode written = new JsonMapper().readTree(answer.text());
    assertTrue(written.get("score").intValue() >= 1 && written.get("score").intValue() <= 10);
  }

  @Test
  void whatIsHeardIsTheAnswerWithoutItsStop() {
    String whole = reply(asked("tell me", ChatSampling.at(1, 60).withSeed(5))).text();
    String stop = whole.substring(whole.length() / 2, whole.length() / 2 + 3);
    ChatSampling stopped =
        new ChatSampling(1, 1, 60, List.of(stop, "never seen anywhere"), OptionalLong.of(5));
    StringBuilder heard = new StringBuilder();
    ChatReply answer = engine.reply(asked("tell me", stopped), heard::append);
    assertEquals(whole.substring(0, whole.indexOf(stop)), answer.text());
    assertEquals(answer.text(), heard.toString());
    assertEquals(FinishReason.STOP, answer.finish());
  }

  @Test
  void theMostTokensAreSaidToHaveBeenReached() {
    ChatReply answer = reply(asked("tell me", ChatSampling.greedy(3)));
    assertEquals(FinishReason.LENGTH, answer.finish());
    assertEquals(3, answer.completionTokens());
  }

  @Test
  void aConversationThatDoesNotFitIsRefusedAndTheNextIsAnswered() {
    InvalidInputException refusal =
        assertThrows(
            InvalidInputException.class,
            () -> reply(asked("word ".repeat(5_000), ChatSampling.greedy(3))));
    assertTrue(refusal.getMessage().contains("tiny reads at most"), refusal.getMessage());
    assertFalse(reply(asked("hello", ChatSampling.greedy(3))).text().isEmpty());
  }

  @Test
  void whoAsksAClosedEngineIsTold() {
    LocalChatEngine closed = open(1);
    closed.close();
    assertThrows(
        FailedException.class,
        () -> closed.reply(asked("hello", ChatSampling.greedy(3)), ChatListener.NOBODY));
  }
}
