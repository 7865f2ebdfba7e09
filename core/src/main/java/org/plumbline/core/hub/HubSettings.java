package org.plumbline.core.hub;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

/**
 * Which hub is asked, by whom, and how patiently; the environment's variables are those of Hugging
 * Face's {@code huggingface_hub}.
 *
 * @param endpoint where the hub is, without a slash at the end
 * @param cache where models are kept
 * @param token who asks; empty for anybody
 * @param offline whether no connection may be opened
 * @param patience how long the hub may be silent
 * @param firstWait before a second try; each further one waits twice as long
 * @param tries how often something is tried that makes no progress
 */
public record HubSettings(
    URI endpoint,
    HubCache cache,
    Optional<AccessToken> token,
    boolean offline,
    Duration patience,
    Duration firstWait,
    int tries) {
  private static final String USUAL_ENDPOINT = "https://huggingface.co";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final int TRIES = 5;

  public HubSettings {
    require(
        ("https".equals(endpoint.getScheme()) || "http".equals(endpoint.getScheme()))
            && endpoint.getHost() != null
            && endpoint.getUserInfo() == null
            && endpoint.getQuery() == null,
        "HF_ENDPOINT must be http:// or https:// with a host and no user name or query (got one with host '%s')",
        endpoint.getHost());
    require(
        token.isEmpty() || !"http".equals(endpoint.getScheme()) || isLoopback(endpoint),
        "the token would travel readable to '%s'; use https in HF_ENDPOINT, or unset HF_TOKEN",
        endpoint.getHost());
    require(tries > 0, "tries must be positive (got %d)", tries);
  }

  /**
   * What {@code HF_ENDPOINT}, {@code HF_HOME}, {@code HF_HUB_CACHE}, {@code HF_TOKEN} or the token
   * file of {@code hf auth login}, and {@code HF_HUB_OFFLINE} say.
   */
  public static HubSettings of(Map<String, String> environment, Path home) {
    return new HubSettings(
        endpoint(environment.getOrDefault("HF_ENDPOINT", USUAL_ENDPOINT)),
        HubCache.of(environment, home),
        token(environment, home),
        flag(environment.getOrDefault("HF_HUB_OFFLINE", "")),
        PATIENCE,
        FIRST_WAIT,
        TRIES);
  }

  private static URI endpoint(String given) {
    try {
      return new URI(given.strip().replaceFirst("/+$", ""));
    } catch (URISyntaxException e) {
      throw new InvalidInputException(
          "HF_ENDPOINT must be an address such as %s (got none)".formatted(USUAL_ENDPOINT), e);
    }
  }

  private static Optional<AccessToken> token(Map<String, String> environment, Path home) {
    String given = environment.getOrDefault("HF_TOKEN", "").strip();
    if (!given.isEmpty()) {
      return Optional.of(new AccessToken(given));
    }
    Path file = HubCache.home(environment, home).resolve("token");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      String kept = Files.readString(file).strip();
      return kept.isEmpty() ? Optional.empty() : Optional.of(new AccessToken(kept));
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read the token file '%s': %s; mend it, or set HF_TOKEN"
              .formatted(file, DurableFiles.reason(e)),
          e);
    }
  }

  private static boolean flag(String value) {
    return List.of("1", "on", "yes", "true").contains(value.strip().toLowerCase(Locale.ROOT));
  }

  private static boolean isLoopback(URI uri) {
    return List.of("localhost", "127.0.0.1", "[::1]").contains(uri.getHost());
  }
}
