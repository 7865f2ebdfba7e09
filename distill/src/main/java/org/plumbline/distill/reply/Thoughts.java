package org.plumbline.distill.reply;

import java.util.regex.Pattern;

/** What a model says to itself before it replies, between {@code <think>} and {@code </think>}. */
public final class Thoughts {
  private static final Pattern BLOCK = Pattern.compile("(?s)^.*</think(?:ing)?>");

  private Thoughts() {}

  /** The reply without them. */
  public static String without(String reply) {
    return reply.contains("</think") ? BLOCK.matcher(reply).replaceFirst("").strip() : reply;
  }
}
