package org.plumbline.core.chat;

/**
 * An answer.
 *
 * @param text what was said
 * @param finish why it ended
 * @param promptTokens tokens that were read
 * @param completionTokens tokens that were written
 */
public record ChatReply(String text, FinishReason finish, int promptTokens, int completionTokens) {}
