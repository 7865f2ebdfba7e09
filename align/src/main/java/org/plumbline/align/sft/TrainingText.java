package org.plumbline.align.sft;

import static org.plumbline.core.error.Require.require;

import java.util.Arrays;
import java.util.List;
import org.plumbline.lm.template.EncodedChat;
import org.plumbline.lm.text.EncodedText;

/**
 * The tokens of a text and which of them a model is to learn to write.
 *
 * @param ids token ids, [tokens]
 * @param learned whether the loss counts the token; never the first, which nothing predicts,
 *     [tokens]
 */
@SuppressWarnings("ArrayRecordComponent") // ids stay primitive; nobody compares texts
public record TrainingText(int[] ids, boolean[] learned) {

  public TrainingText {
    require(
        ids.length == learned.length,
        "each token is learned or not (got %d tokens and %d marks)",
        ids.length,
        learned.length);
    require(ids.length > 0 && !learned[0], "the first token of a text cannot be learned");
  }

  /** What follows the prompt is learned, the end-of-text token too. */
  public static TrainingText of(EncodedText text) {
    return from(text.ids(), Math.max(1, text.promptLength()));
  }

  /** The same of many texts. */
  public static List<TrainingText> of(List<EncodedText> texts) {
    return texts.stream().map(TrainingText::of).toList();
  }

  /** What the assistant wrote is learned. */
  public static TrainingText of(EncodedChat chat) {
    boolean[] learned = chat.assistant().clone();
    learned[0] = false;
    return new TrainingText(chat.ids(), learned);
  }

  /** All tokens but the first are learned. */
  public static TrainingText whole(int[] ids) {
    return from(ids, 1);
  }

  private static TrainingText from(int[] ids, int start) {
    boolean[] learned = new boolean[ids.length];
    Arrays.fill(learned, Math.min(start, ids.length), ids.length, true);
    return new TrainingText(ids, learned);
  }

  /** Tokens in all. */
  public int length() {
    return ids.length;
  }

  /** Tokens that the loss counts. */
  public int targets() {
    int count = 0;
    for (boolean counted : learned) {
      count += counted ? 1 : 0;
    }
    return count;
  }
}
