package org.plumbline.lm.template;

/**
 * The tokens of a chat as a model gets them.
 *
 * @param ids token ids [tokens]
 * @param assistant whether the assistant wrote the token, so that a model is trained on it [tokens]
 * @param truncated whether a part of the chat was cut off
 */
@SuppressWarnings("ArrayRecordComponent") // ids stay primitive; nobody compares encoded chats
public record EncodedChat(int[] ids, boolean[] assistant, boolean truncated) {

  /** Tokens in all. */
  public int length() {
    return ids.length;
  }

  /** How many tokens the assistant wrote. */
  public int assistantTokens() {
    int count = 0;
    for (boolean written : assistant) {
      count += written ? 1 : 0;
    }
    return count;
  }
}
