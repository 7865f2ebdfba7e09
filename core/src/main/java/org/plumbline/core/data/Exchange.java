package org.plumbline.core.data;

/**
 * A prompt and its completion, to be scored.
 *
 * @param prompt the text that was given; may be empty
 * @param completion the text that followed it; may be empty
 */
public record Exchange(String prompt, String completion) {

  /** Prompt and completion as one text. */
  public String text() {
    return prompt + completion;
  }
}
