package org.plumbline.core.hub;

import static org.plumbline.core.error.Require.require;

import java.util.regex.Pattern;

/** What lets somebody into private and gated models; no message ever shows it. */
public final class AccessToken {
  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]+");

  private final String value;

  /**
   * A token with this value.
   *
   * @throws org.plumbline.core.error.InvalidInputException if it cannot be one; the message does
   *     not show it
   */
  public AccessToken(String value) {
    require(
        FORM.matcher(value).matches(),
        "the token for the hub must be one word of printable ASCII (got %d characters that are not); set HF_TOKEN anew",
        value.length());
    this.value = value;
  }

  /** The value of the header that carries it. */
  String header() {
    return "Bearer " + value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
