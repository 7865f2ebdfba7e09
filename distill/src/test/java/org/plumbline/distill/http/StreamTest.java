package org.plumbline.distill.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.distill.http.Endpoints.InstantWaiting;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.testkit.ScriptedChatServer;
import org.plumbline.testkit.ScriptedChatServer.Reply;

class StreamTest {
  private static final String END = "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}";
  private static final String USAGE =
      "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}";

  private final List<String> heard = new ArrayList<>();
  private int requests;

  private static String piece(String text) {
    return "{\"choices\":[{\"delta\":{\"content\":\"%s\"}}]}".formatted(text);
  }

  private ChatOutcome stream(Reply... replies) {
    try (var server = ScriptedChatServer.of(replies);
        HttpChatModel model = Endpoints.model(Endpoints.of(server), new InstantWaiting())) {
      ChatOutcome outcome = model.stream(Endpoints.question("why?"), 0, heard::add);
      requests = server.count();
      return outcome;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 500})
  void piecesAreHeardWhateverThePacketsThatTheyComeIn(int packets) {
    Reply reply =
        Reply.events(
                ": keep-alive",
                piece("\u4f60\u597d "),
                piece("\ud83d\ude00!"),
                END,
                USAGE,
                "[DONE]")
            .inPieces(packets, Duration.ZERO);
    ChatOutcome outcome = stream(reply);
    assertEquals("\u4f60\u597d \ud83d\ude00!", outcome.answer().orElseThrow());
    assertEquals(List.of("\u4f60\u597d ", "\ud83d\ude00!"), heard);
    assertEquals(7, outcome.receipt().promptTokens());
    assertEquals(3, outcome.receipt().completionTokens());
  }

  @Test
  void aStreamThatEndsEarlyIsMalformed() {
    var early = assertInstanceOf(ChatOutcome.Malformed.class, stream(Reply.events(piece("half"))));
    assertEquals("half", early.raw());
    assertTrue(early.problem().contains("ended early"), early.problem());
    var cut =
        assertInstanceOf(
            ChatOutcome.Malformed.class,
            stream(Reply.events(piece("half"), piece(" an"), END).cutAfter(60)));
    assertTrue(cut.problem().contains("cut"), cut.problem());
    assertEquals(1, requests, "what was heard is not asked again");
  }

  @Test
  void anErrorInsideAStreamIsMalformedOnceSomethingWasHeard() {
    String error = "{\"error\":{\"message\":\"overloaded\"}}";
    var late =
        assertInstanceOf(
            ChatOutcome.Malformed.class, stream(Reply.events(piece("half"), error, "[DONE]")));
    assertTrue(late.problem().contains("overloaded"), late.problem());
    assertEquals(
        "yes",
        stream(Reply.events(error), Reply.events(piece("yes"), END, "[DONE]"))
            .answer()
            .orElseThrow());
    assertEquals(2, requests);
  }

  @Test
  void aStreamThatStallsIsGivenUpInTime() {
    Reply stalls = Reply.events(piece("half"), END).inPieces(2, Duration.ofSeconds(5));
    try (var server = ScriptedChatServer.of(stalls)) {
      Endpoint e = Endpoints.of(server);
      Endpoint impatient =
          new Endpoint(
              e.name(),
              e.url(),
              e.model(),
              e.keyVariable(),
              false,
              e.price(),
              e.limits(),
              new Endpoint.Timeouts(5, 10, 0.2),
              1,
              e.supports());
      try (HttpChatModel model = Endpoints.model(impatient, new InstantWaiting())) {
        ChatOutcome outcome = model.stream(Endpoints.question("why?"), 0, heard::add);
        String problem =
            switch (outcome) {
              case ChatOutcome.Malformed m -> m.problem();
              case ChatOutcome.Failed f -> f.problem();
              default -> outcome.toString();
            };
        assertTrue(problem.contains("in time"), problem);
      }
    }
  }

  @Test
  void refusalLengthAndServersWithoutStreamsAreKnown() {
    String refused = "{\"choices\":[{\"delta\":{\"refusal\":\"no\"}}]}";
    assertInstanceOf(ChatOutcome.Refused.class, stream(Reply.events(refused, END)));
    assertInstanceOf(
        ChatOutcome.Truncated.class,
        stream(Reply.events(piece("half"), END.replace("stop", "length"))));
    assertEquals("whole", stream(Reply.text("whole")).answer().orElseThrow());
  }

  @Test
  void eventsAreReadAsTheStandardSays() throws CharacterCodingException {
    EventStream events = new EventStream();
    String stream =
        "\ufeffdata: a\r\ndata:b\r\n\r\n: c\nevent: x\nid: 1\ndata\n\ndata:  d\r\rdata: lost";
    List<String> all = new ArrayList<>();
    for (byte b : stream.getBytes(StandardCharsets.UTF_8)) {
      all.addAll(events.feed(new byte[] {b}));
    }
    assertEquals(List.of("a\nb", "", " d"), all);
  }
}
