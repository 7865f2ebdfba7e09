package org.plumbline.distill.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.chat.ChatTurn;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.llm.Prices;
import org.plumbline.testkit.ScriptedChatServer;

/** Endpoints, questions and time for tests of the client. */
final class Endpoints {
  static final String KEY = "sk-secret-0123456789abcdef";
  static final int MAX_TOKENS = 20;

  private Endpoints() {}

  static Endpoint of(ScriptedChatServer server) {
    return new Endpoint(
        "scripted",
        server.url(),
        "teacher",
        "TEST_KEY",
        false,
        new Prices(OptionalDouble.of(1), OptionalDouble.of(2), "USD"),
        new Endpoint.Limits(0, 0, 4),
        new Endpoint.Timeouts(5, 10, 5),
        4,
        new Endpoint.Supports(true, true, true, TokenLimit.MAX_TOKENS));
  }

  static HttpChatModel model(Endpoint endpoint, Waiting waiting) {
    return new HttpChatModel(endpoint, Optional.of(new ApiKey(KEY)), new Seeds(1), waiting);
  }

  static ChatRequest question(String text) {
    return new ChatRequest(List.of(ChatTurn.user(text)), ChatSampling.greedy(MAX_TOKENS));
  }

  /** Time that passes at once, and remembers how long was waited. */
  static final class InstantWaiting implements Waiting {
    private final List<Duration> sleeps = Collections.synchronizedList(new ArrayList<>());
    private long nanos;

    @Override
    public synchronized long nanos() {
      return nanos;
    }

    @Override
    public synchronized Instant now() {
      return Instant.parse("2026-11-28T00:00:00Z").plusNanos(nanos);
    }

    @Override
    public synchronized void sleep(Duration time) {
      sleeps.add(time);
      nanos += time.toNanos();
    }

    double seconds() {
      return sleeps.stream().mapToLong(Duration::toNanos).sum() / 1e9;
    }
  }
}
