package org.plumbline.core.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.file.FileNames;

/**
 * Asks a hub by HTTP what a model holds, and for its files.
 *
 * <p>The token goes to the hub itself and to nobody it sends us to: files come from other hosts,
 * and their addresses carry what lets us in, so messages name hosts alone.
 */
final class HubClient implements AutoCloseable {
  private static final int MOST_REDIRECTS = 8;

  /** A listing is read into memory; no honest one is longer. */
  private static final int LONGEST_LISTING = 64_000_000;

  private static final JsonMapper JSON = new JsonMapper();

  private final HubSettings settings;
  private final HttpClient http;
  private final BodyWatch watch;

  /**
   * A client that opens no connection yet.
   *
   * @param stop whether what is under way is wanted no longer
   */
  HubClient(HubSettings settings, BooleanSupplier stop) {
    this.settings = settings;
    this.http =
        HttpClient.newBuilder()
            // One connection a file: streams of one HTTP/2 connection would share its window.
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.patience())
            .build();
    this.watch = new BodyWatch(settings.patience(), stop, http::shutdownNow);
  }

  /**
   * What a repository holds.
   *
   * @param commit the version that its revision means
   * @param names of all files
   */
  record Listing(String commit, List<String> names) {}

  /** What the model's revision holds. */
  Listing listing(HubModel model) throws IOException {
    URI uri =
        URI.create(
            "%s/api/models/%s/revision/%s"
                .formatted(settings.endpoint(), model.id(), encoded(model.revision())));
    Answer<InputStream> answer =
        follow("GET", uri, OptionalLong.empty(), BodyHandlers.ofInputStream());
    try (InputStream body = watch.over(answer.response.body())) {
      require(model, answer);
      byte[] json = body.readNBytes(LONGEST_LISTING + 1);
      return listing(model, JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw unusable("lists '%s' in a form that is no JSON".formatted(model));
    }
  }

  private Listing listing(HubModel model, JsonNode json) {
    String commit = json.path("sha").asText("");
    List<String> names = new ArrayList<>();
    json.path("siblings").forEach(file -> names.add(file.path("rfilename").asText("")));
    if (!HubModel.isCommit(commit)) {
      throw unusable("names no commit for '%s'".formatted(model));
    }
    for (String name : names) {
      if (!FileNames.staysInside(name)) {
        throw unusable(
            "names a file of '%s' that would lie outside its folder ('%s'); nothing was fetched"
                .formatted(model, name));
      }
    }
    return new Listing(commit, names);
  }

  /** How long a file is, and its hash. */
  RemoteFile describe(HubModel model, String name) throws IOException {
    Answer<Void> answer =
        follow("HEAD", address(model, name), OptionalLong.empty(), BodyHandlers.discarding());
    if (answer.onHub || answer.response.statusCode() >= 400) {
      require(model, answer);
    }
    Optional<BlobHash> hash = answer.tag.flatMap(BlobHash::ofEntityTag);
    if (hash.isEmpty() || answer.size.isEmpty()) {
      throw unusable("names no hash or no size of '%s' of '%s'".formatted(name, model));
    }
    return new RemoteFile(name, answer.size.getAsLong(), hash.get());
  }

  /**
   * A file's content from some byte on; the caller closes it.
   *
   * @param body of bytes; ends with an {@link IOException} if the server is silent for too long
   * @param from the byte that it starts with, which may be 0 though another one was asked for
   */
  record Content(InputStream body, long from) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /** Asks for a file's content. */
  Content content(HubModel model, RemoteFile file, long from) throws IOException {
    OptionalLong range = from == 0 ? OptionalLong.empty() : OptionalLong.of(from);
    Answer<InputStream> answer =
        follow("GET", address(model, file.name()), range, BodyHandlers.ofInputStream());
    InputStream body = watch.over(answer.response.body());
    try {
      if (answer.response.statusCode() == 416) {
        throw new TransientAnswer("the server cannot go on from byte " + from, Optional.empty());
      }
      require(model, answer);
      return new Content(body, answer.response.statusCode() == 206 ? firstByte(answer, from) : 0);
    } catch (IOException | RuntimeException e) {
      body.close();
      throw e;
    }
  }

  private static long firstByte(Answer<?> answer, long asked) throws IOException {
    String range = answer.response.headers().firstValue("Content-Range").orElse("");
    if (!range.startsWith("bytes " + asked + "-")) {
      throw new TransientAnswer(
          "the server sent another part than it was asked for", Optional.empty());
    }
    return asked;
  }

  /**
   * The answer at the end of redirects.
   *
   * @param onHub whether it came from the hub itself
   * @param tag what the hub calls the content's hash
   * @param size of the content as the hub says
   */
  private record Answer<T>(
      HttpResponse<T> response, boolean onHub, Optional<String> tag, OptionalLong size) {}

  private <T> Answer<T> follow(String method, URI start, OptionalLong from, BodyHandler<T> handler)
      throws IOException {
    URI uri = start;
    Optional<String> linkedTag = Optional.empty();
    OptionalLong linkedSize = OptionalLong.empty();
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpResponse<T> response = send(method, uri, from, handler);
      boolean onHub = isHub(uri);
      if (onHub) {
        // Large files lie elsewhere; only the hub's own word on them counts.
        linkedTag = linkedTag.or(() -> response.headers().firstValue("X-Linked-Etag"));
        linkedSize = linkedSize.isPresent() ? linkedSize : number(response, "X-Linked-Size");
      }
      Optional<URI> next = next(uri, response);
      boolean described = method.equals("HEAD") && linkedTag.isPresent() && linkedSize.isPresent();
      if (next.isEmpty() || described) {
        Optional<String> tag =
            onHub ? linkedTag.or(() -> response.headers().firstValue("ETag")) : linkedTag;
        OptionalLong size =
            linkedSize.isPresent() ? linkedSize : number(response, "Content-Length");
        return new Answer<>(response, onHub && next.isEmpty(), tag, size);
      }
      close(response);
      uri = next.get();
    }
    throw unusable("redirects without an end");
  }

  private <T> HttpResponse<T> send(
      String method, URI uri, OptionalLong from, BodyHandler<T> handler) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(settings.patience())
            .header("User-Agent", "plumbline")
            // Compressed content would have another length than the one that is promised.
            .header("Accept-Encoding", "identity");
    if (isHub(uri)) {
      settings.token().ifPresent(token -> request.header("Authorization", token.header()));
    }
    from.ifPresent(first -> request.header("Range", "bytes=%d-".formatted(first)));
    try {
      return http.send(request.build(), handler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException();
    } catch (IOException e) {
      throw new IOException(reason(uri, e), e);
    }
  }

  private Optional<URI> next(URI from, HttpResponse<?> response) {
    int status = response.statusCode();
    Optional<String> location = response.headers().firstValue("Location");
    if (status < 300 || status >= 400 || location.isEmpty()) {
      return Optional.empty();
    }
    URI to;
    try {
      to = from.resolve(location.get());
    } catch (IllegalArgumentException e) {
      throw unusable("redirects to what is no address");
    }
    boolean encrypted = "https".equals(to.getScheme());
    boolean plain = "http".equals(to.getScheme()) && "http".equals(from.getScheme());
    if (to.getHost() == null || !encrypted && !plain) {
      throw unusable("redirects to an address without encryption or host");
    }
    return Optional.of(to);
  }

  /** Whether an address is the hub's own, so that it may see the token. */
  private boolean isHub(URI uri) {
    URI hub = settings.endpoint();
    return hub.getScheme().equalsIgnoreCase(uri.getScheme())
        && hub.getHost().equalsIgnoreCase(uri.getHost())
        && hub.getPort() == uri.getPort();
  }

  /** Throws unless the answer is the one that was hoped for. */
  private void require(HubModel model, Answer<?> answer) throws IOException {
    int status = answer.response.statusCode();
    if (status >= 200 && status < 300) {
      return;
    }
    String host = answer.response.uri().getHost();
    boolean busy = status == 408 || status == 429 || status >= 500;
    // Elsewhere than on the hub a refusal means that an address has outlived its signature.
    if (busy || !isHub(answer.response.uri())) {
      String why = status == 429 ? "'%s' says 'too many requests' (429)" : "'%s' answers %d";
      throw new TransientAnswer(
          why.formatted(host, status),
          answer
              .response
              .headers()
              .firstValue("Retry-After")
              .flatMap(value -> RetryAfter.parse(value, Instant.now())));
    }
    throw new Refusal(model, settings, status, errorCode(answer.response)).error();
  }

  private static String errorCode(HttpResponse<?> response) {
    return response.headers().firstValue("X-Error-Code").orElse("");
  }

  private FailedException unusable(String what) {
    return new FailedException(
        "the hub '%s' %s. Check HF_ENDPOINT, or tell who runs the hub"
            .formatted(settings.endpoint().getHost(), what));
  }

  private String reason(URI uri, IOException e) {
    String host = uri.getHost();
    return switch (e) {
      case HttpTimeoutException timeout ->
          "'%s' did not answer within %d s".formatted(host, settings.patience().toSeconds());
      case ConnectException refused -> "no connection to '%s'".formatted(host);
      case SSLException tls ->
          "no trusted connection to '%s' (%s)".formatted(host, tls.getMessage());
      default -> "the connection to '%s' was cut".formatted(host);
    };
  }

  private URI address(HubModel model, String name) {
    return URI.create(
        "%s/%s/resolve/%s/%s"
            .formatted(
                settings.endpoint(),
                model.id(),
                encoded(model.revision()),
                Arrays.stream(name.split("/"))
                    .map(HubClient::encoded)
                    .collect(Collectors.joining("/"))));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static OptionalLong number(HttpResponse<?> response, String header) {
    String value = response.headers().firstValue(header).orElse("").toLowerCase(Locale.ROOT);
    return value.matches("\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(value))
        : OptionalLong.empty();
  }

  private static void close(HttpResponse<?> response) throws IOException {
    if (response.body() instanceof InputStream body) {
      body.close();
    }
  }

  @Override
  public void close() {
    watch.close();
    http.shutdownNow();
    http.close();
  }
}
