package org.plumbline.distill.http;

import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Sends a request and takes its answer, both within a time. Follows no redirects. */
final class Transport implements AutoCloseable {
  /** No honest answer is longer; a longer one is cut. */
  static final int LONGEST_BODY = 4 << 20;

  private final Endpoint endpoint;
  private final Optional<ApiKey> key;
  private final HttpClient http;
  private final Duration call;

  Transport(Endpoint endpoint, Optional<ApiKey> key) {
    this.endpoint = endpoint;
    this.key = key;
    this.call = Endpoint.Timeouts.duration(endpoint.timeout().call());
    this.http =
        HttpClient.newBuilder()
            // Small servers answer an offer of HTTP/2 with warnings or worse.
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Endpoint.Timeouts.duration(endpoint.timeout().connect()))
            .build();
  }

  /**
   * An answer as it came.
   *
   * @param body at most {@link #LONGEST_BODY} bytes
   * @param whole whether that is all of it
   */
  record Answer(int status, HttpHeaders headers, byte[] body, boolean whole) {}

  /** An answer whose body is still to come; the caller closes it. */
  record Opened(int status, HttpHeaders headers, BodyParts body, long deadlineNanos)
      implements AutoCloseable {

    /** What is left of the time for the whole call. */
    Duration left() {
      return Duration.ofNanos(deadlineNanos - System.nanoTime());
    }

    /** The whole body. */
    Answer readAll() throws BrokenOffException, InterruptedException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (Optional<byte[]> part = body.next(left()); part.isPresent(); part = body.next(left())) {
        all.writeBytes(part.get());
        if (all.size() > LONGEST_BODY) {
          return new Answer(status, headers, all.toByteArray(), false);
        }
      }
      return new Answer(status, headers, all.toByteArray(), true);
    }

    @Override
    public void close() {
      body.close();
    }
  }

  /**
   * Sends a request and waits for the head of its answer.
   *
   * @param callId the same for all tries of one question
   */
  Opened open(String json, String callId) throws BrokenOffException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.completions())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .header("Idempotency-Key", callId)
            .POST(BodyPublishers.ofString(json));
    key.ifPresent(secret -> request.header("Authorization", secret.header()));
    long deadline = System.nanoTime() + call.toNanos();
    CompletableFuture<HttpResponse<BodyParts>> future =
        http.sendAsync(request.build(), info -> new BodyParts());
    try {
      HttpResponse<BodyParts> response = future.get(call.toMillis(), TimeUnit.MILLISECONDS);
      return new Opened(response.statusCode(), response.headers(), response.body(), deadline);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new BrokenOffException(
          "no answer within %s s".formatted(endpoint.timeout().call()), true, e);
    } catch (InterruptedException e) {
      future.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw brokenOff(e.getCause() == null ? e : e.getCause());
    }
  }

  private BrokenOffException brokenOff(Throwable cause) {
    String host = endpoint.completions().getRawAuthority();
    return switch (cause) {
      case HttpConnectTimeoutException slow ->
          new BrokenOffException(
              "no connection to '%s' within %s s".formatted(host, endpoint.timeout().connect()),
              false,
              cause);
      case ConnectException none ->
          new BrokenOffException("no connection to '%s'".formatted(host), false, cause);
      case UnknownHostException unknown ->
          new BrokenOffException("no host is called '%s'".formatted(host), false, cause);
      case UnresolvedAddressException unknown ->
          new BrokenOffException("no host is called '%s'".formatted(host), false, cause);
      case SSLException tls ->
          new BrokenOffException(
              "no trusted connection to '%s' (%s)".formatted(host, tls.getMessage()), false, cause);
      default -> new BrokenOffException("the connection was cut before an answer", true, cause);
    };
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
