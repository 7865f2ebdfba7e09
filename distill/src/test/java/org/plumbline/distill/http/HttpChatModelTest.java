package org.plumbline.distill.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.chat.ChatTurn;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.distill.http.Endpoints.InstantWaiting;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.distill.llm.InOrder;
import org.plumbline.testkit.ScriptedChatServer;
import org.plumbline.testkit.ScriptedChatServer.Reply;

class HttpChatModelTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  private final InstantWaiting waiting = new InstantWaiting();

  private static JsonNode body(ScriptedChatServer server, int index) {
    try {
      return JSON.readTree(server.requests().get(index).body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static ObjectNode schema() {
    return JsonNodeFactory.instance.objectNode().put("type", "object");
  }

  @ParameterizedTest
  @CsvSource({
    "http://h:1, /v1/chat/completions",
    "http://h:1/, /v1/chat/completions",
    "http://h:1/v1, /v1/chat/completions",
    "http://h:1/v1//, /v1/chat/completions",
    "http://h:1/api/openai/v1, /api/openai/v1/chat/completions",
    "http://h:1/v1/chat/completions, /v1/chat/completions"
  })
  void baseAddressesAreJoinedWithCare(String base, String path) {
    assertEquals(path, Endpoint.of("e", base, "m").completions().getPath());
    assertEquals("m@h:1", Endpoint.of("e", base, "m").id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://h",
        "h:1/v1",
        "https://user:sk-secret-0123456789abcdef@h/v1",
        "https://h/v1?key=sk-secret-0123456789abcdef",
        "https://h/ sk-secret-0123456789abcdef"
      })
  void addressesThatAreNoneOrMayHoldSecretsAreRefusedUnseen(String url) {
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> Endpoint.of("e", url, "m"));
    assertFalse(e.getMessage().contains("sk-secret"), e.getMessage());
  }

  @Test
  void fieldsThatAreNotWantedAreNotSent() {
    try (var server = ScriptedChatServer.of(Reply.text("yes"));
        HttpChatModel model = Endpoints.model(Endpoints.of(server), waiting)) {
      model.ask(Endpoints.question("why?"), 3);
      JsonNode bare = body(server, 0);
      assertEquals(
          List.of("model", "messages", "temperature", "max_tokens"),
          bare.properties().stream().map(Map.Entry::getKey).toList());
      ChatSampling sampling = new ChatSampling(0.7, 0.9, 20, List.of("\n"), OptionalLong.of(40));
      model.ask(new ChatRequest(List.of(ChatTurn.user("why?")), sampling), 3);
      JsonNode full = body(server, 1);
      assertEquals(43, full.path("seed").asInt(), "seed moved by the sample");
      assertEquals(0.9, full.path("top_p").asDouble());
      assertEquals("\n", full.path("stop").path(0).asText());
    }
  }

  @Test
  void severalAnswersComeWithOneRequestOrWithMany() {
    String two =
        "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"},{\"message\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2}}";
    try (var server = ScriptedChatServer.of(Reply.json(200, two));
        HttpChatModel model = Endpoints.model(Endpoints.of(server), waiting)) {
      List<ChatOutcome> outcomes = model.askSeveral(Endpoints.question("why?"), 0, 2);
      assertEquals(2, body(server, 0).path("n").asInt());
      assertEquals("a", outcomes.get(0).answer().orElseThrow());
      assertEquals("b", outcomes.get(1).answer().orElseThrow());
      assertEquals(9, outcomes.stream().mapToInt(o -> o.receipt().promptTokens()).sum());
      assertEquals(2, outcomes.stream().mapToInt(o -> o.receipt().completionTokens()).sum());
    }
    try (var server = ScriptedChatServer.of(Reply.text("one"));
        HttpChatModel model = Endpoints.model(Endpoints.of(server), waiting)) {
      assertEquals(3, model.askSeveral(Endpoints.question("why?"), 0, 3).size());
      assertEquals(3, server.count());
      model.askSeveral(Endpoints.question("why?"), 3, 2);
      assertTrue(body(server, 4).path("n").isMissingNode(), "n is not tried again");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, unknown field",
    "422, Unprocessable",
    "500, response_format.type must be json_object"
  })
  void aServerThatRefusesASchemaIsAskedWithoutAndThatIsRemembered(int status, String said) {
    try (var server =
            ScriptedChatServer.answering(
                (request, number) ->
                    request.body().contains("json_schema")
                        ? Reply.error(status, said)
                        : Reply.text("{}"));
        HttpChatModel model = Endpoints.model(Endpoints.of(server), waiting)) {
      ChatRequest request = Endpoints.question("why?").withSchema(schema());
      assertEquals("{}", model.ask(request, 0).answer().orElseThrow());
      assertEquals(2, server.count());
      assertEquals("json_object", body(server, 1).path("response_format").path("type").asText());
      assertTrue(
          body(server, 1).path("messages").path(0).path("content").asText().contains("JSON"));
      model.ask(request, 1);
      assertEquals(3, server.count(), "the schema is not tried again");
    }
  }

  @Test
  void aBadRequestIsNotTakenForAServerWithoutSchemas() {
    try (var server = ScriptedChatServer.of(Reply.error(400, "the context is too long"));
        HttpChatModel model = Endpoints.model(Endpoints.of(server), waiting)) {
      ChatRequest request = Endpoints.question("why?").withSchema(schema());
      var failed = assertInstanceOf(ChatOutcome.Failed.class, model.ask(request, 0));
      assertTrue(failed.problem().contains("too long"), failed.problem());
      model.ask(request, 1);
      assertEquals("json_schema", body(server, 3).path("response_format").path("type").asText());
    }
  }

  @Test
  void noMoreAreUnderWayThanAllowed() {
    try (var server = ScriptedChatServer.of(Reply.text("yes").after(Duration.ofMillis(20)));
        HttpChatModel model = Endpoints.model(Endpoints.of(server), Waiting.REAL)) {
      List<ChatOutcome> all = new ArrayList<>();
      new InOrder(30, () -> false)
          .run(
              IntStream.range(0, 30).iterator(),
              i -> model.ask(Endpoints.question("q" + i), 0),
              all::add);
      assertEquals(30, all.size());
      assertEquals(4, server.mostAtOnce());
    }
  }

  @Test
  void requestsAndTokensAMinuteAreKept() {
    try (var server = ScriptedChatServer.of(Reply.completion("yes", "stop", 10, 10))) {
      Endpoint slow = Endpoints.of(server).withLimits(new Endpoint.Limits(60, 0, 4));
      try (HttpChatModel model = Endpoints.model(slow, waiting)) {
        for (int i = 0; i < 66; i++) {
          model.ask(Endpoints.question("q" + i), 0);
        }
      }
      assertEquals(60, waiting.seconds(), 1.5, "66 requests, 6 of them at once, one a second");
      double before = waiting.seconds();
      Endpoint narrow = Endpoints.of(server).withLimits(new Endpoint.Limits(0, 1200, 4));
      try (HttpChatModel model = Endpoints.model(narrow, waiting)) {
        for (int i = 0; i < 66; i++) {
          model.ask(Endpoints.question("q" + i), 0);
        }
      }
      assertEquals(60, waiting.seconds() - before, 3, "20 real tokens each, 20 a second");
    }
  }

  @Test
  void aServersOwnLimitsCount() {
    try (var server =
        ScriptedChatServer.answering(
            (request, number) ->
                number == 0
                    ? Reply.text("yes")
                        .header("x-ratelimit-limit-requests", "600")
                        .header("x-ratelimit-remaining-requests", "0")
                        .header("x-ratelimit-reset-requests", "1m2s")
                    : Reply.text("yes"))) {
      try (HttpChatModel model = Endpoints.model(Endpoints.of(server), waiting)) {
        model.ask(Endpoints.question("a"), 0);
        assertEquals(0, waiting.seconds());
        model.ask(Endpoints.question("b"), 0);
        assertEquals(62, waiting.seconds(), 0.2);
      }
    }
    assertEquals(Duration.ofMillis(360_020), RateLimits.duration("6m0s20ms").orElseThrow());
    assertTrue(RateLimits.duration("soon").isEmpty());
  }

  @Test
  void keysComeFromTheEnvironmentAlone() throws IOException {
    Path file = folder.resolve("endpoints.yaml");
    Files.writeString(
        file,
        """
        endpoints:
          - name: hosted
            url: https://api.example.com/v1
            model: large
            key-variable: EXAMPLE_KEY
            price-prompt: 0.15
            price-completion: 0.6
            requests-per-minute: 500
            concurrency: 16
            timeout-call: 120
            supports-n: true
            supports-token-limit: max-completion-tokens
          - name: own
            url: http://127.0.0.1:8000
            model: small
        """);
    EndpointsFile endpoints = EndpointsFile.read(file);
    Endpoint hosted = endpoints.find("hosted").orElseThrow();
    assertEquals(0.6, hosted.price().completion().orElseThrow());
    assertEquals(120, hosted.timeout().call());
    assertEquals(TokenLimit.MAX_COMPLETION_TOKENS, hosted.supports().tokenLimit());
    assertFalse(endpoints.find("own").orElseThrow().price().known());
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> ApiKey.of(hosted, Map.of()));
    assertTrue(e.getMessage().contains("EXAMPLE_KEY"), e.getMessage());
    assertEquals("***", ApiKey.of(hosted, Map.of("EXAMPLE_KEY", "sk-1")).orElseThrow().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "'endpoints: [{name: a, url: https://h, model: m, modle: x}]', modle",
    "'endpoints: [{name: a, url: https://h}]', model",
    "'endpoints: [{name: a, url: http://far/v1, model: m, key-variable: K}]', plain-http",
    "'endpoints: [{name: a, url: https://h, model: m, key-variable: sk-123}]', never the key",
    "'endpoints: [{name: a, url: https://h, model: m, price-prompt: 1}]', both or neither",
    "'endpoint: [{name: a}]', endpoints"
  })
  void aWrongEndpointsFileIsRefusedWithTheWayOut(String yaml, String said) throws IOException {
    Path file = folder.resolve("endpoints.yaml");
    Files.writeString(file, yaml);
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> EndpointsFile.read(file));
    assertTrue(e.getMessage().contains(said), e.getMessage());
  }
}
