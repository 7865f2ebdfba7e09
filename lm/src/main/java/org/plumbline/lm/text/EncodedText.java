package org.plumbline.lm.text;

/**
 * The tokens of one text as a model gets them.
 *
 * @param ids token ids, BOS and EOS included [tokens]
 * @param promptLength how many of them, from the first, were given and are not the model's to write
 * @param truncated whether a part of the text was cut off
 */
@SuppressWarnings("ArrayRecordComponent") // ids stay primitive; nobody compares encoded texts
public record EncodedText(int[] ids, int promptLength, boolean truncated) {

  /** Tokens in all. */
  public int length() {
    return ids.length;
  }
}
