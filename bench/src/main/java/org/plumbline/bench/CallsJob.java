package org.plumbline.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.chat.ChatTurn;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.distill.http.Endpoint;
import org.plumbline.distill.http.HttpChatModel;
import org.plumbline.distill.kept.CachedModel;
import org.plumbline.distill.kept.CallCache;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.distill.llm.InOrder;

/**
 * Questions to a server in this process that takes a while for each answer: over HTTP, limits and
 * cache, the answers in order.
 */
final class CallsJob implements Job {
  private static final int WAITING = 256;

  private final int calls;
  private final int latencyMillis;
  private final int atOnce;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Path folder;
  private int runs;

  /**
   * Such questions.
   *
   * @param latencyMillis of each answer
   * @param atOnce that may be under way
   */
  CallsJob(int calls, int latencyMillis, int atOnce) {
    this.calls = calls;
    this.latencyMillis = latencyMillis;
    this.atOnce = atOnce;
    try {
      folder = Files.createTempDirectory("plumbline-calls");
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new FailedException("the job's server could not be started: " + e.getMessage(), e);
    }
    server.setExecutor(threads);
    server.createContext(
        "/v1/chat/completions",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          pause();
          byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
  }

  private static final String ANSWER =
      "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":120,\"completion_tokens\":80}}"
          .formatted("An answer of some length. ".repeat(12));

  @Override
  public String unit() {
    return "calls";
  }

  @Override
  public long count() {
    return calls;
  }

  @Override
  public double run() {
    Endpoint endpoint =
        Endpoint.of("scripted", "http://127.0.0.1:%d".formatted(server.getAddress().getPort()), "m")
            .withLimits(new Endpoint.Limits(0, 0, atOnce));
    AtomicInteger answered = new AtomicInteger();
    double seconds;
    try (HttpChatModel model = HttpChatModel.open(endpoint, Map.of(), Workload.SEEDS);
        CallCache cache = CallCache.open(folder.resolve(runs++ + ".sqlite"), "bench")) {
      ChatModel cached = new CachedModel(model, cache);
      seconds =
          Job.seconds(
              () ->
                  new InOrder(WAITING, () -> false)
                      .run(
                          IntStream.range(0, calls).iterator(),
                          i -> cached.ask(question(i), 0),
                          outcome -> count(outcome, answered)));
    }
    if (answered.get() != calls) {
      throw new FailedException("%d of %d calls were answered".formatted(answered.get(), calls));
    }
    return seconds;
  }

  private static ChatRequest question(int number) {
    return new ChatRequest(
        List.of(
            ChatTurn.system("You are a teacher."),
            ChatTurn.user("Question %d: %s".formatted(number, "why is that so? ".repeat(30)))),
        ChatSampling.greedy(200));
  }

  private static void count(ChatOutcome outcome, AtomicInteger answered) {
    if (outcome instanceof ChatOutcome.Answered) {
      answered.incrementAndGet();
    }
  }

  private void pause() {
    try {
      Thread.sleep(latencyMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    threads.close();
    try {
      DurableFiles.deleteTree(folder);
    } catch (IOException e) {
      throw DurableFiles.failure("delete '%s'".formatted(folder), "Delete it", e);
    }
  }
}
