package org.plumbline.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plumbline.core.run.ContentHash;

/** A hub on the loopback address that serves the files of one folder as the model org/tiny. */
final class TinyHub implements AutoCloseable {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Path folder;

  /** Counted down when the half of a file has been sent that is not to be sent whole. */
  final CountDownLatch half = new CountDownLatch(1);

  private volatile boolean halting;

  TinyHub(Path folder) throws IOException {
    this.folder = folder;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/api/", this::list);
    server.createContext("/org/tiny/resolve/", this::file);
    server.start();
  }

  /** From now on only half of each file is sent, and then nothing. */
  void halt() {
    halting = true;
  }

  void goOn() {
    halting = false;
  }

  /** What the environment must say, as {@code env} takes it. */
  List<String> environment(Path home) {
    return List.of(
        "env",
        "HF_HOME=" + home,
        "HF_ENDPOINT=http://localhost:" + server.getAddress().getPort(),
        "HF_TOKEN=hf_mostSecret");
  }

  private void list(HttpExchange exchange) throws IOException {
    try (exchange;
        Stream<Path> files = Files.list(folder)) {
      String names =
          files
              .map(file -> "{\"rfilename\": \"%s\"}".formatted(file.getFileName()))
              .collect(Collectors.joining(", "));
      byte[] json =
          "{\"sha\": \"%s\", \"siblings\": [%s]}"
              .formatted(COMMIT, names)
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, json.length);
      exchange.getResponseBody().write(json);
    }
  }

  private void file(HttpExchange exchange) throws IOException {
    try (exchange) {
      Path file = folder.resolve(Path.of(exchange.getRequestURI().getPath()).getFileName());
      byte[] content = Files.readAllBytes(file);
      exchange.getResponseHeaders().set("ETag", "\"" + ContentHash.of(file).hex() + "\"");
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", String.valueOf(content.length));
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      String range = exchange.getRequestHeaders().getFirst("Range");
      int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
      if (from > 0) {
        exchange.getResponseHeaders().set("Content-Range", "bytes %d-".formatted(from));
      }
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
      if (halting && content.length > 1000) {
        exchange.getResponseBody().write(content, from, (content.length - from) / 2);
        exchange.getResponseBody().flush();
        half.countDown();
        pause();
      } else {
        exchange.getResponseBody().write(content, from, content.length - from);
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
