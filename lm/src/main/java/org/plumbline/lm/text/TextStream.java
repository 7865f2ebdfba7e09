package org.plumbline.lm.text;

import java.util.Arrays;

/**
 * Text from tokens one by one: a character that takes several tokens is given when it is whole.
 *
 * <p>Tokens are decoded together with some before them, because the text of a token may depend on
 * those.
 */
public final class TextStream {
  private static final char INCOMPLETE = '\uFFFD';

  /** Bytes of the longest character, each of which may be a token. */
  private static final int LONGEST = 4;

  private final Tokenizer tokenizer;
  private int[] pending = new int[0];
  private int context;
  private String contextText = "";

  public TextStream(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** The text that this token adds; empty while a character is incomplete. */
  public String add(int id) {
    pending = Arrays.copyOf(pending, pending.length + 1);
    pending[pending.length - 1] = id;
    String text = tokenizer.decode(pending);
    boolean incomplete =
        !text.isEmpty()
            && text.charAt(text.length() - 1) == INCOMPLETE
            && pending.length - context < LONGEST;
    return incomplete ? "" : advance(text);
  }

  /** What is left at the end, incomplete characters as U+FFFD. */
  public String end() {
    return pending.length == context ? "" : advance(tokenizer.decode(pending));
  }

  private String advance(String text) {
    String added = text.startsWith(contextText) ? text.substring(contextText.length()) : text;
    if (added.isEmpty()) {
      // A special token has no text and is no context.
      pending = Arrays.copyOf(pending, context);
      return added;
    }
    // The tokens just given are the context of the next ones.
    pending = Arrays.copyOfRange(pending, context, pending.length);
    context = pending.length;
    contextText = tokenizer.decode(pending);
    return added;
  }
}
