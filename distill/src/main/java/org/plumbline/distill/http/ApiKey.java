package org.plumbline.distill.http;

import static org.plumbline.core.error.Require.require;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a service knows us by; it comes from the environment, and no message ever shows it. */
public final class ApiKey {
  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]+");

  /** Shorter ones are no secrets but what a server without keys is given: EMPTY, none, x. */
  private static final int SHORTEST_SECRET = 8;

  private static final String HIDDEN = "***";

  private final String value;

  /**
   * A key with this value.
   *
   * @throws org.plumbline.core.error.InvalidInputException if it cannot be one; the message does
   *     not show it
   */
  public ApiKey(String value) {
    require(
        FORM.matcher(value).matches(),
        "a key must be one word of printable ASCII (got %d characters that are not)",
        value.length());
    this.value = value;
  }

  /**
   * The key that an endpoint's variable holds; empty if it names none.
   *
   * @throws org.plumbline.core.error.InvalidInputException if the variable is not set
   */
  public static Optional<ApiKey> of(Endpoint endpoint, Map<String, String> environment) {
    String variable = endpoint.keyVariable();
    if (variable.isEmpty()) {
      return Optional.empty();
    }
    String value = environment.getOrDefault(variable, "").strip();
    require(
        !value.isEmpty(),
        "the key of '%s' must be in the environment variable %s, which is not set; set it, or leave key-variable out for a server without keys",
        endpoint.name(),
        variable);
    require(
        FORM.matcher(value).matches(),
        "%s must be one word of printable ASCII (got %d characters that are not)",
        variable,
        value.length());
    return Optional.of(new ApiKey(value));
  }

  /** The value of the header that carries it. */
  String header() {
    return "Bearer " + value;
  }

  /** The same text, and where the key stood in it, stars. */
  String redacted(String text) {
    return value.length() < SHORTEST_SECRET ? text : text.replace(value, HIDDEN);
  }

  @Override
  public String toString() {
    return HIDDEN;
  }
}
