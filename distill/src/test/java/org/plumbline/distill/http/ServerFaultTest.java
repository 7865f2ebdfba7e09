package org.plumbline.distill.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.error.FailedException;
import org.plumbline.distill.http.Endpoints.InstantWaiting;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.testkit.ScriptedChatServer;
import org.plumbline.testkit.ScriptedChatServer.Reply;

class ServerFaultTest {
  private final InstantWaiting waiting = new InstantWaiting();

  private ChatOutcome ask(ScriptedChatServer server) {
    return ask(Endpoints.of(server));
  }

  private ChatOutcome ask(Endpoint endpoint) {
    try (HttpChatModel model = Endpoints.model(endpoint, waiting)) {
      return model.ask(Endpoints.question("why?"), 0);
    }
  }

  @Test
  void anAnswerHasTextTokensAndCost() {
    try (var server = ScriptedChatServer.of(Reply.completion("because", "stop", 1000, 10))) {
      ChatOutcome outcome = ask(server);
      assertEquals("because", outcome.answer().orElseThrow());
      assertEquals(1000, outcome.receipt().promptTokens());
      assertEquals((1000 * 1 + 10 * 2) / 1e6, outcome.receipt().cost(), 1e-12);
      assertEquals(1, outcome.receipt().attempts());
      assertEquals("/v1/chat/completions", server.requests().getFirst().path());
      assertEquals(
          "Bearer " + Endpoints.KEY, server.requests().getFirst().headers().get("authorization"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "retry-after-ms, 2500, 2.5",
    "Retry-After, 7, 7",
    "Retry-After, 'Sat, 28 Nov 2026 00:00:09 GMT', 9"
  })
  void aServerThatSaysHowLongToWaitIsLeftAloneForThatLong(
      String header, String value, double seconds) {
    try (var server =
        ScriptedChatServer.of(
            Reply.error(429, "slow down").header(header, value), Reply.text("yes"))) {
      assertEquals("yes", ask(server).answer().orElseThrow());
      assertEquals(seconds, waiting.seconds(), 0.02, "waited");
    }
  }

  @Test
  void withoutSuchAHeaderWaitsDouble() {
    Reply busy = Reply.error(429, "slow down");
    try (var server = ScriptedChatServer.of(busy, busy, busy, Reply.text("yes"))) {
      ChatOutcome outcome = ask(server);
      assertEquals("yes", outcome.answer().orElseThrow());
      assertEquals(4, outcome.receipt().attempts());
      assertTrue(
          waiting.seconds() > 0.75 * 3.5 && waiting.seconds() <= 3.51, "" + waiting.seconds());
    }
  }

  @Test
  void aServerThatWantsToBeLeftAloneForTooLongIsGivenUp() {
    try (var server =
        ScriptedChatServer.of(Reply.error(429, "slow down").header("Retry-After", "121"))) {
      ChatOutcome.Failed failed = assertInstanceOf(ChatOutcome.Failed.class, ask(server));
      assertTrue(failed.problem().contains("121 s"), failed.problem());
      assertEquals(1, server.count());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 409, 429, 500, 502, 503, 529})
  void whatMayPassIsTriedAgainAndThenFailed(int status) {
    try (var server = ScriptedChatServer.of(Reply.page(status, "Bad Gateway"))) {
      ChatOutcome.Failed failed = assertInstanceOf(ChatOutcome.Failed.class, ask(server));
      assertTrue(failed.problem().contains("Bad Gateway"), failed.problem());
      assertEquals(4, server.count());
      assertEquals(0, failed.receipt().cost());
    }
  }

  @Test
  void theServersWordOnTryingAgainCounts() {
    try (var server =
        ScriptedChatServer.of(Reply.error(500, "no").header("x-should-retry", "false"))) {
      assertInstanceOf(ChatOutcome.Failed.class, ask(server));
      assertEquals(1, server.count());
    }
    try (var server =
        ScriptedChatServer.of(
            Reply.error(400, "wait").header("x-should-retry", "true"), Reply.text("yes"))) {
      assertEquals("yes", ask(server).answer().orElseThrow());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, invalid_request_error, invalid_api_key",
    "403, '', ''",
    "402, '', ''",
    "404, '', model_not_found",
    "429, insufficient_quota, ''",
    "429, '', organization_spend_limit_exceeded"
  })
  void whatMakesAllQuestionsUselessIsThrownAtOnceAndForAll(int status, String type, String code) {
    try (var server = ScriptedChatServer.of(Reply.error(status, "no", type, code))) {
      try (HttpChatModel model = Endpoints.model(Endpoints.of(server), waiting)) {
        assertThrows(FailedException.class, () -> model.ask(Endpoints.question("a"), 0));
        assertThrows(FailedException.class, () -> model.ask(Endpoints.question("b"), 0));
        assertEquals(1, server.count());
      }
    }
  }

  static List<Reply> unusable() {
    byte[] bad =
        "{\"choices\":[{\"message\":{\"content\":\"\u00e9\"}}]}"
            .getBytes(StandardCharsets.ISO_8859_1);
    return List.of(
        Reply.completion("", "stop", 10, 1),
        Reply.completion("  \n", "stop", 10, 1),
        Reply.completion("<think>hm", "stop", 10, 1),
        Reply.json(200, ""),
        Reply.json(200, "{\"choices\":[]}"),
        Reply.json(200, "{\"error\":{\"message\":\"overloaded\"}}"),
        Reply.json(200, "{\"choices\":[{\"message\":{\"cont"),
        Reply.page(200, "Sign in"),
        Reply.of(200, "application/json", bad),
        Reply.of(200, "application/json", new byte[Transport.LONGEST_BODY + 1]));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void whatIsNoAnswerIsMalformed(Reply reply) {
    try (var server = ScriptedChatServer.of(reply)) {
      ChatOutcome.Malformed malformed = assertInstanceOf(ChatOutcome.Malformed.class, ask(server));
      assertFalse(malformed.problem().isBlank());
      assertTrue(malformed.raw().length() <= AnswerReader.LONGEST_RAW);
    }
  }

  static Stream<Reply> passing() {
    byte[] whole = Reply.text("yes").body();
    return Stream.of(
        Reply.text("yes").cutAfter(whole.length / 2),
        Reply.text("yes").cutAfter(0),
        Reply.json(200, "{\"choices\":"),
        Reply.page(200, "Bad Gateway"),
        Reply.error(200, "overloaded"));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void whatWasCutOrStoodInBetweenIsTriedAgain(Reply fault) {
    try (var server = ScriptedChatServer.of(fault, Reply.text("yes"))) {
      assertEquals("yes", ask(server).answer().orElseThrow());
      assertEquals(2, server.count());
    }
  }

  @Test
  void aServerThatDripsItsAnswerIsGivenUpInTime() {
    Reply drip = Reply.text("yes").inPieces(100, Duration.ofMillis(50));
    try (var server = ScriptedChatServer.of(drip)) {
      ChatOutcome.Failed failed =
          assertInstanceOf(
              ChatOutcome.Failed.class, ask(once(Endpoints.of(server).withCallSeconds(0.4))));
      assertTrue(failed.problem().contains("in time"), failed.problem());
      // What the server read may be on its bill.
      assertTrue(failed.receipt().cost() > 0);
    }
  }

  @Test
  void aServerThatSaysNothingIsGivenUpInTime() {
    try (var server = ScriptedChatServer.of(Reply.text("yes").after(Duration.ofSeconds(5)))) {
      ChatOutcome.Failed failed =
          assertInstanceOf(
              ChatOutcome.Failed.class, ask(once(Endpoints.of(server).withCallSeconds(0.3))));
      assertTrue(failed.problem().contains("no answer within 0.3 s"), failed.problem());
    }
  }

  private static Endpoint once(Endpoint e) {
    return new Endpoint(
        e.name(),
        e.url(),
        e.model(),
        e.keyVariable(),
        false,
        e.price(),
        e.limits(),
        e.timeout(),
        1,
        e.supports());
  }

  @Test
  void aServerThatIsNotThereEndsTheWork() {
    Endpoint gone;
    try (var server = ScriptedChatServer.of(Reply.text("yes"))) {
      gone = Endpoints.of(server);
    }
    try (HttpChatModel model = Endpoints.model(gone, waiting)) {
      FailedException e =
          assertThrows(FailedException.class, () -> model.ask(Endpoints.question("a"), 0));
      assertTrue(e.getMessage().contains("Is the server of 'scripted' running"), e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({"length, 5", "stop, 20", "stop, 21"})
  void anAnswerOfAsManyTokensAsItMayHaveIsTruncated(String finish, int tokens) {
    try (var server = ScriptedChatServer.of(Reply.completion("half", finish, 10, tokens))) {
      assertEquals("half", assertInstanceOf(ChatOutcome.Truncated.class, ask(server)).text());
    }
  }

  @Test
  void filteredAndRefusedHaveTypes() {
    try (var server = ScriptedChatServer.of(Reply.completion("", "content_filter", 10, 0))) {
      assertInstanceOf(ChatOutcome.Filtered.class, ask(server));
    }
    try (var server = ScriptedChatServer.of(Reply.error(400, "held back", "", "content_filter"))) {
      assertInstanceOf(ChatOutcome.Filtered.class, ask(server));
    }
    String refusal =
        "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"I can't\"},\"finish_reason\":\"stop\"}]}";
    try (var server = ScriptedChatServer.of(Reply.json(200, refusal))) {
      assertEquals("I can't", assertInstanceOf(ChatOutcome.Refused.class, ask(server)).text());
    }
  }

  @Test
  void thoughtsAreNoAnswer() {
    String apart =
        "{\"choices\":[{\"message\":{\"content\":\"42\",\"reasoning_content\":\"hm\"},\"finish_reason\":\"stop\"}]}";
    for (Reply reply :
        List.of(
            Reply.text("<think>hm</think>\n\n42"),
            Reply.text("hm</think>42"),
            Reply.json(200, apart))) {
      try (var server = ScriptedChatServer.of(reply)) {
        assertEquals("42", ask(server).answer().orElseThrow());
      }
    }
  }

  @Test
  void otherEncodingsAreReadIfTheyAreNamed() {
    String json =
        "{\"choices\":[{\"message\":{\"content\":\"\u8bfe\u7a0b\"},\"finish_reason\":\"stop\"}]}";
    byte[] bytes = json.getBytes(Charset.forName("GB18030"));
    try (var server =
        ScriptedChatServer.of(Reply.of(200, "application/json; charset=gb18030", bytes))) {
      assertEquals("\u8bfe\u7a0b", ask(server).answer().orElseThrow());
    }
    try (var server = ScriptedChatServer.of(Reply.of(200, "application/json", bytes))) {
      assertInstanceOf(ChatOutcome.Malformed.class, ask(server));
    }
    String half = json.replace("\u8bfe\u7a0b", "a\\ud83d");
    try (var server = ScriptedChatServer.of(Reply.json(200, half))) {
      assertEquals("a\ufffd", ask(server).answer().orElseThrow());
    }
  }

  @Test
  void anAnswerOfAMegabyteIsTaken() {
    String long1 = "x".repeat(1 << 20);
    try (var server = ScriptedChatServer.of(Reply.text(long1).inPieces(50, Duration.ZERO))) {
      assertEquals(long1, ask(server).answer().orElseThrow());
    }
  }

  @Test
  void aKeyThatTheServerEchoesIsHidden() {
    try (var server =
        ScriptedChatServer.of(Reply.error(401, "Incorrect API key: " + Endpoints.KEY))) {
      FailedException e = assertThrows(FailedException.class, () -> ask(server));
      assertFalse(e.getMessage().contains(Endpoints.KEY), e.getMessage());
      assertTrue(e.getMessage().contains("Check the key in TEST_KEY"), e.getMessage());
    }
    try (var server = ScriptedChatServer.of(Reply.text("your key is " + Endpoints.KEY))) {
      assertEquals("your key is ***", ask(server).answer().orElseThrow());
    }
    try (var server = ScriptedChatServer.of(Reply.page(200, Endpoints.KEY))) {
      assertFalse(ask(server).toString().contains(Endpoints.KEY));
    }
  }
}
