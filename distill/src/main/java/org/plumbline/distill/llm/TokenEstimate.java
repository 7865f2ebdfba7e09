package org.plumbline.distill.llm;

import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatTurn;

/**
 * How many tokens a text will have, before a server has counted: rather too many.
 *
 * <p>English has about four characters a token and Chinese one to two tokens a character in the
 * usual vocabularies; a turn has a few tokens of its own.
 */
public final class TokenEstimate {
  private static final double PLAIN = 1 / 3.0;
  private static final double OTHER = 1.5;
  private static final int TURN = 8;
  private static final int LAST_ONE_BYTE = 0x7f;

  private TokenEstimate() {}

  /** Of a text. */
  public static int of(String text) {
    long plain = text.codePoints().filter(c -> c <= LAST_ONE_BYTE).count();
    long other = text.codePoints().count() - plain;
    return (int) Math.ceil(plain * PLAIN + other * OTHER);
  }

  /** Of all that is sent with a question. */
  public static int prompt(ChatRequest request) {
    int schema = request.schema().map(json -> of(json.toString())).orElse(0);
    int turns = 0;
    for (ChatTurn turn : request.turns()) {
      turns += of(turn.content()) + TURN;
    }
    return turns + schema;
  }
}
