package org.plumbline.core.chat;

/**
 * What one side says.
 *
 * @param role who: {@code system}, {@code user} or {@code assistant}
 * @param content the text
 */
public record ChatTurn(String role, String content) {

  /** What the model is told before the conversation. */
  public static ChatTurn system(String content) {
    return new ChatTurn("system", content);
  }

  /** What a person says. */
  public static ChatTurn user(String content) {
    return new ChatTurn("user", content);
  }

  /** What the model said. */
  public static ChatTurn assistant(String content) {
    return new ChatTurn("assistant", content);
  }
}
