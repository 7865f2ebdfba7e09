package org.plumbline.testkit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * An OpenAI-compatible server on the loopback address whose answers and faults a test writes, and
 * that remembers what it was asked.
 *
 * <pre>{@code
 * try (ScriptedChatServer server =
 *     ScriptedChatServer.of(Reply.error(429, "slow down").header("Retry-After", "1"), Reply.text("yes"))) {
 *   ... server.url() ...
 * }
 * }</pre>
 *
 * <p>Speaks HTTP/1.1 over bare sockets, so that it can cut, stall and lie where a server must not.
 */
public final class ScriptedChatServer implements AutoCloseable {
  private static final int LONGEST_HEAD = 1 << 16;

  private final ServerSocket socket;
  private final BiFunction<Request, Integer, Reply> script;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<Socket> open = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicInteger mostBusy = new AtomicInteger();

  /**
   * What came.
   *
   * @param path of the address
   * @param headers by lower-case name
   * @param body as text
   */
  public record Request(String path, Map<String, String> headers, String body) {}

  /**
   * What is answered.
   *
   * @param status of HTTP
   * @param headers besides the usual ones
   * @param body its bytes
   * @param latency before the first byte
   * @param pieces into how many parts the body is cut
   * @param pause before each part but the first
   * @param sent how many bytes of the body are sent before the connection is cut; negative: all
   */
  public record Reply(
      int status,
      Map<String, String> headers,
      byte[] body,
      Duration latency,
      int pieces,
      Duration pause,
      int sent) {

    /** This body with this status. */
    public static Reply of(int status, String contentType, byte[] body) {
      return new Reply(
          status, Map.of("Content-Type", contentType), body, Duration.ZERO, 1, Duration.ZERO, -1);
    }

    /** A complete answer that says this. */
    public static Reply text(String text) {
      return completion(text, "stop", 10, 5);
    }

    /** An answer with its end and its counted tokens. */
    public static Reply completion(String text, String finish, int prompt, int completion) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("id", "chatcmpl-1").put("object", "chat.completion").put("model", "scripted");
      ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
      choice.putObject("message").put("role", "assistant").put("content", text);
      choice.put("finish_reason", finish);
      ObjectNode usage = json.putObject("usage");
      usage.put("prompt_tokens", prompt).put("completion_tokens", completion);
      usage.put("total_tokens", prompt + completion);
      return json(200, json.toString());
    }

    /** This JSON, right or wrong. */
    public static Reply json(int status, String json) {
      return of(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /** An error as OpenAI writes it. */
    public static Reply error(int status, String message) {
      return error(status, message, "", "");
    }

    /** An error with its type and code. */
    public static Reply error(int status, String message, String type, String code) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.putObject("error").put("message", message).put("type", type).put("code", code);
      return json(status, json.toString());
    }

    /** A page for browsers. */
    public static Reply page(int status, String title) {
      String html = "<!DOCTYPE html><html><head><title>%s</title></head></html>".formatted(title);
      return of(status, "text/html", html.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A stream of these events, each the JSON after {@code data:}, or a whole line with a colon.
     */
    public static Reply events(String... lines) {
      StringBuilder stream = new StringBuilder();
      for (String line : lines) {
        stream.append(line.startsWith(":") ? line : "data: " + line).append("\n\n");
      }
      return of(200, "text/event-stream", stream.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The same with another header. */
    public Reply header(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Reply(status, more, body, latency, pieces, pause, sent);
    }

    /** The same after a while. */
    public Reply after(Duration time) {
      return new Reply(status, headers, body, time, pieces, pause, sent);
    }

    /** The same in parts, with a pause before each but the first. */
    public Reply inPieces(int parts, Duration between) {
      return new Reply(status, headers, body, latency, parts, between, sent);
    }

    /** The same, and the connection is cut after so many bytes of the body. */
    public Reply cutAfter(int bytes) {
      return new Reply(status, headers, body, latency, pieces, pause, bytes);
    }
  }

  /**
   * A server that answers what a function says.
   *
   * @param script of the request and its number, from 0
   */
  public static ScriptedChatServer answering(BiFunction<Request, Integer, Reply> script) {
    return new ScriptedChatServer(script);
  }

  /** A server that gives these answers one after another, the last one for ever. */
  public static ScriptedChatServer of(Reply... replies) {
    return answering((request, number) -> replies[Math.min(number, replies.length - 1)]);
  }

  private ScriptedChatServer(BiFunction<Request, Integer, Reply> script) {
    this.script = script;
    try {
      this.socket = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("scripted-chat-server").start(this::accept);
  }

  /** The base address, with {@code /v1}. */
  public String url() {
    return "http://127.0.0.1:%d/v1".formatted(socket.getLocalPort());
  }

  /** What {@code --teacher} takes. */
  public String teacher(String model) {
    return url() + "#" + model;
  }

  /** What came so far. */
  public List<Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** How many requests came. */
  public int count() {
    return requests.size();
  }

  /** How many requests were under way at once, at most. */
  public int mostAtOnce() {
    return mostBusy.get();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connection.setTcpNoDelay(true);
        open.add(connection);
        threads.execute(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection;
        InputStream in = connection.getInputStream();
        OutputStream out = connection.getOutputStream()) {
      while (true) {
        String head = head(in);
        if (head.isEmpty()) {
          return;
        }
        Request request = request(head, in);
        int number;
        synchronized (requests) {
          number = requests.size();
          requests.add(request);
        }
        mostBusy.accumulateAndGet(busy.incrementAndGet(), Math::max);
        boolean whole;
        try {
          whole = answer(script.apply(request, number), out);
        } finally {
          busy.decrementAndGet();
        }
        if (!whole) {
          return;
        }
      }
    } catch (IOException | InterruptedException e) {
      // The client is gone, which is part of some tests.
      return;
    } finally {
      open.remove(connection);
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && head.size() < LONGEST_HEAD; b = in.read()) {
      head.write(b);
      if (b == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        return head.toString(StandardCharsets.ISO_8859_1);
      }
    }
    return "";
  }

  private static Request request(String head, InputStream in) throws IOException {
    String[] lines = head.split("\r\n");
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the client was gone before it had asked");
    }
    String body = new String(bytes, StandardCharsets.UTF_8);
    return new Request(lines[0].split(" ")[1], headers, body);
  }

  /** Whether the connection may go on. */
  private static boolean answer(Reply reply, OutputStream out)
      throws IOException, InterruptedException {
    Thread.sleep(reply.latency());
    StringBuilder head = new StringBuilder("HTTP/1.1 %d Scripted\r\n".formatted(reply.status()));
    reply.headers().forEach((name, value) -> head.append("%s: %s\r\n".formatted(name, value)));
    head.append("Content-Length: %d\r\n\r\n".formatted(reply.body().length));
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    int end = reply.sent() < 0 ? reply.body().length : reply.sent();
    int piece = Math.max(1, (end + reply.pieces() - 1) / reply.pieces());
    for (int at = 0; at < end; at += piece) {
      if (at > 0) {
        Thread.sleep(reply.pause());
      }
      out.write(reply.body(), at, Math.min(piece, end - at));
      out.flush();
    }
    return reply.sent() < 0;
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket connection : List.copyOf(open)) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
      threads.close();
    }
  }
}
