package org.plumbline.distill.http;

import static org.plumbline.core.error.Require.require;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.options.Option;
import org.plumbline.distill.llm.Prices;

/**
 * A model behind an OpenAI-compatible server, and how it may be asked.
 *
 * @param name what commands call it
 * @param url base address; {@code /v1} may be left out
 * @param model what the server calls it
 * @param keyVariable environment variable that holds the key; empty for a server without keys
 * @param plainHttp whether the key may travel readable to another machine
 */
public record Endpoint(
    @Option(value = "what commands call it", required = true) String name,
    @Option(value = "base address, such as https://api.example.com/v1", required = true) String url,
    @Option(value = "what the server calls the model", required = true) String model,
    @Option("environment variable that holds the key; empty: the server needs none")
        String keyVariable,
    @Option("whether the key may travel without encryption to another machine") boolean plainHttp,
    Prices price,
    @Option(inline = true) Limits limits,
    Timeouts timeout,
    @Option("requests for one question, until it is given up") int tries,
    Supports supports) {

  /**
   * How much at once.
   *
   * @param requestsPerMinute 0 is no limit
   * @param tokensPerMinute 0 is no limit
   * @param concurrency requests under way at once
   */
  public record Limits(
      @Option("0: as many as the server takes") int requestsPerMinute,
      @Option("0: as many as the server takes") int tokensPerMinute,
      @Option("requests under way at once") int concurrency) {
    public Limits {
      require(
          requestsPerMinute >= 0 && tokensPerMinute >= 0,
          "requests-per-minute and tokens-per-minute must not be negative (got %d and %d); 0 is no limit",
          requestsPerMinute,
          tokensPerMinute);
      require(concurrency > 0, "concurrency must be positive (got %d)", concurrency);
    }
  }

  /**
   * How long to wait, in seconds.
   *
   * @param connect for a connection
   * @param call from the request to the last byte of its answer
   * @param idle for the next byte of an answer that is written piece by piece
   */
  public record Timeouts(
      @Option("seconds until a connection stands") double connect,
      @Option("seconds from a request to the last byte of its answer") double call,
      @Option("seconds without a byte of a streamed answer") double idle) {
    public Timeouts {
      require(
          connect > 0 && call > 0 && idle > 0,
          "timeouts must be positive (got connect %s, call %s, idle %s)",
          connect,
          call,
          idle);
    }

    static Duration duration(double seconds) {
      return Duration.ofMillis(Math.round(seconds * 1000));
    }
  }

  /**
   * What the server understands; what it does not is not sent.
   *
   * @param n several answers to one request
   * @param seed a seed
   * @param jsonSchema answers that keep a JSON schema; a server that refuses one is asked without
   * @param tokenLimit what it calls the most tokens of an answer
   */
  public record Supports(
      @Option("several answers to one request") boolean n,
      @Option("a seed") boolean seed,
      @Option("answers that keep a JSON schema") boolean jsonSchema,
      @Option("what the most tokens of an answer are called") TokenLimit tokenLimit) {}

  private static final String COMPLETIONS = "/chat/completions";

  public Endpoint {
    URI address = address(url);
    require(
        !model.isBlank(), "an endpoint must name a model (got none); the address is '%s'", address);
    require(tries > 0, "tries must be positive (got %d)", tries);
    require(
        keyVariable.isEmpty()
            || plainHttp
            || "https".equals(address.getScheme())
            || isLoopback(address),
        "the key of '%s' would travel readable to '%s'; use https, or allow it with plain-http: true",
        name,
        address.getHost());
    require(
        keyVariable.matches("[A-Za-z_][A-Za-z0-9_]*|"),
        "key-variable must be the name of an environment variable, never the key itself (endpoint '%s')",
        name);
  }

  /** An endpoint with defaults for all that is not named. */
  public static Endpoint of(String name, String url, String model) {
    return new Endpoint(
        name,
        url,
        model,
        "",
        false,
        Prices.UNKNOWN,
        new Limits(0, 0, 8),
        new Timeouts(10, 300, 60),
        6,
        new Supports(false, true, true, TokenLimit.MAX_TOKENS));
  }

  /** All defaults; what must be given has a value that nobody uses. */
  static Endpoint defaults() {
    return of("", "http://localhost/v1", "model");
  }

  /** The same, and a whole call may take so many seconds. */
  public Endpoint withCallSeconds(double seconds) {
    return new Endpoint(
        name,
        url,
        model,
        keyVariable,
        plainHttp,
        price,
        limits,
        new Timeouts(timeout.connect, seconds, timeout.idle),
        tries,
        supports);
  }

  /** The same with these limits. */
  public Endpoint withLimits(Limits other) {
    return new Endpoint(
        name, url, model, keyVariable, plainHttp, price, other, timeout, tries, supports);
  }

  /** The model and whose it is, without anything secret: {@code teacher@127.0.0.1:8091}. */
  public String id() {
    return "%s@%s".formatted(model, address(url).getRawAuthority());
  }

  /** Where chats are sent: the base address may end with or without {@code /v1} and slashes. */
  URI completions() {
    URI base = address(url);
    String path = base.getRawPath() == null ? "" : base.getRawPath().replaceFirst("/+$", "");
    String whole =
        path.endsWith(COMPLETIONS)
            ? path
            : path.isEmpty() ? "/v1" + COMPLETIONS : path + COMPLETIONS;
    return base.resolve(whole);
  }

  private static URI address(String url) {
    URI address;
    try {
      address = new URI(url.strip());
    } catch (URISyntaxException e) {
      // The text may hold a key, so it is not repeated.
      throw new InvalidInputException(
          "an endpoint's url must be an address such as https://api.example.com/v1 (got one that is none: %s at character %d)"
              .formatted(e.getReason(), e.getIndex()),
          e);
    }
    String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
    require(
        List.of("http", "https").contains(scheme) && address.getHost() != null,
        "an endpoint's url must begin with http:// or https:// and a host (got scheme '%s' and host '%s')",
        scheme,
        address.getHost());
    require(
        address.getRawUserInfo() == null
            && address.getRawQuery() == null
            && address.getRawFragment() == null,
        "an endpoint's url must hold no user, query or fragment, which may be secret; put the key for '%s' into an environment variable and name that as key-variable",
        address.getHost());
    return address;
  }

  private static boolean isLoopback(URI address) {
    return List.of("localhost", "127.0.0.1", "[::1]").contains(address.getHost());
  }
}
