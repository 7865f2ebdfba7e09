package org.plumbline.core.hub;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A hub on the loopback address with one model, {@code org/tiny}, whose large files come from a
 * server on another port; it can be told to misbehave.
 */
final class FakeHub implements AutoCloseable {
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private final HttpServer hub;
  private final HttpServer storage;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final Map<String, String> wrongHashes = new ConcurrentHashMap<>();
  private final Map<String, ConcurrentLinkedQueue<Fault>> faults = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile boolean ranges = true;

  /** A request as it came; {@code from} is the byte that its range starts with, or 0. */
  record Asked(String method, String path, int from, String authorization, boolean ofHub) {}

  /** What happens instead of, or in the middle of, a right answer. */
  sealed interface Fault {
    /** Another answer. */
    record Answer(int status, Map<String, String> headers) implements Fault {}

    /** The connection ends after so many bytes of content. */
    record Cut(int after) implements Fault {}

    /** Nothing more comes after so many bytes. */
    record Silence(int after) implements Fault {}
  }

  FakeHub() throws IOException {
    hub = server(true);
    storage = server(false);
  }

  private HttpServer server(boolean ofHub) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> handle(exchange, ofHub));
    server.start();
    return server;
  }

  /** Adds a file; those of more than 64 bytes are large ones. */
  FakeHub with(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  FakeHub with(String name, String content) {
    return with(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Lets something happen when a file's content, or with {@code /api} the list, is asked for. */
  void next(String name, Fault... happens) {
    faults.computeIfAbsent(name, n -> new ConcurrentLinkedQueue<>()).addAll(List.of(happens));
  }

  void liesAbout(String name) {
    wrongHashes.put(name, "f".repeat(64));
  }

  void ignoresRanges() {
    ranges = false;
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** The requests for a file's content. */
  List<Asked> contentAsked(String name) {
    return asked.stream()
        .filter(a -> a.method.equals("GET") && a.path.endsWith("/" + name) && !a.ofHub)
        .toList();
  }

  /** Settings for this hub that lose no time. */
  HubSettings settings(Path cache) {
    return settings(cache, Optional.empty());
  }

  HubSettings settings(Path cache, Optional<AccessToken> token) {
    return new HubSettings(
        endpoint(),
        new HubCache(cache),
        token,
        false,
        Duration.ofSeconds(10),
        Duration.ofMillis(1),
        4);
  }

  URI endpoint() {
    return URI.create("http://localhost:" + hub.getAddress().getPort());
  }

  private void handle(HttpExchange exchange, boolean ofHub) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Headers headers = exchange.getRequestHeaders();
      asked.add(
          new Asked(
              exchange.getRequestMethod(),
              path,
              from(exchange),
              Optional.ofNullable(headers.getFirst("Authorization")).orElse(""),
              ofHub));
      if (path.startsWith("/api/")) {
        api(exchange, path);
      } else {
        file(exchange, path.replaceFirst("^/org/tiny/resolve/[^/]+/", ""), ofHub);
      }
    }
  }

  private void api(HttpExchange exchange, String path) throws IOException {
    if (faults.get("/api") != null && faults.get("/api").poll() instanceof Fault.Answer answer) {
      answer(exchange, answer);
      return;
    }
    if (!path.startsWith("/api/models/org/tiny/")) {
      answer(exchange, new Fault.Answer(404, Map.of("X-Error-Code", "RepoNotFound")));
      return;
    }
    if (!path.endsWith("/main") && !path.endsWith("/" + COMMIT)) {
      answer(exchange, new Fault.Answer(404, Map.of("X-Error-Code", "RevisionNotFound")));
      return;
    }
    String siblings =
        files.keySet().stream()
            .map(name -> "{\"rfilename\": \"%s\"}".formatted(name.replace("\\", "\\\\")))
            .collect(Collectors.joining(", "));
    byte[] json =
        "{\"id\": \"org/tiny\", \"sha\": \"%s\", \"siblings\": [%s]}"
            .formatted(COMMIT, siblings)
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, json.length);
    exchange.getResponseBody().write(json);
  }

  private void file(HttpExchange exchange, String name, boolean ofHub) throws IOException {
    byte[] content = files.get(name);
    if (content == null) {
      answer(exchange, new Fault.Answer(404, Map.of("X-Error-Code", "EntryNotFound")));
      return;
    }
    boolean large = content.length > 64;
    Headers headers = exchange.getResponseHeaders();
    headers.set("X-Repo-Commit", COMMIT);
    String hash = "\"%s\"".formatted(wrongHashes.getOrDefault(name, hash(content, large)));
    if (ofHub && large) {
      headers.set("X-Linked-Etag", hash);
      headers.set("X-Linked-Size", String.valueOf(content.length));
      headers.set(
          "Location",
          "http://localhost:%d/org/tiny/resolve/x/%s"
              .formatted(storage.getAddress().getPort(), name));
      exchange.sendResponseHeaders(302, -1);
      return;
    }
    if (ofHub) {
      headers.set("ETag", hash);
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", String.valueOf(content.length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    content(exchange, name, content);
  }

  private void content(HttpExchange exchange, String name, byte[] content) throws IOException {
    ConcurrentLinkedQueue<Fault> happens = faults.get(name);
    Fault fault = happens == null ? null : happens.poll();
    if (fault instanceof Fault.Answer answer) {
      answer(exchange, answer);
      return;
    }
    int from = ranges ? from(exchange) : 0;
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
    OutputStream body = exchange.getResponseBody();
    switch (fault) {
      case Fault.Cut cut -> {
        body.write(content, from, cut.after);
        body.flush();
        // Closing an exchange whose body is not all there ends the connection.
      }
      case Fault.Silence silence -> {
        body.write(content, from, silence.after);
        body.flush();
        pause();
      }
      case null, default -> body.write(content, from, content.length - from);
    }
  }

  private static int from(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    return range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
  }

  private static void answer(HttpExchange exchange, Fault.Answer answer) throws IOException {
    answer.headers.forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status, -1);
  }

  private static void pause() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static String hash(byte[] content, boolean large) {
    try {
      MessageDigest digest = MessageDigest.getInstance(large ? "SHA-256" : "SHA-1");
      if (!large) {
        digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
      }
      return HexFormat.of().formatHex(digest.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All that a listener heard. */
  static final class Heard implements PullListener {
    final List<String> notices = new ArrayList<>();
    long done;
    long total;

    @Override
    public void fetched(long now, long all, String file) {
      done = now;
      total = all;
    }

    @Override
    public void notice(String message) {
      notices.add(message);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    hub.stop(0);
    storage.stop(0);
  }
}
