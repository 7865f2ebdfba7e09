package org.plumbline.lm.text;

import java.util.List;

/**
 * All that the tokenizer says about a text, or about a pair of texts.
 *
 * @param ids the token ids [tokens]
 * @param typeIds 0 for the first text, 1 for the second, as the tokenizer's post-processor has it
 *     [tokens]
 * @param tokens what each token is spelled as; of what the vocabulary does not know, the text
 *     itself [tokens]
 * @param spans where each token stands in its text; empty at 0 for a token that stands for no text
 *     [tokens]
 */
@SuppressWarnings("ArrayRecordComponent") // ids are long and stay primitive; nobody compares these
public record TokenizedText(int[] ids, int[] typeIds, List<String> tokens, List<Span> spans) {

  /**
   * A part of a text, in UTF-16 units as {@link String#substring(int, int)} counts.
   *
   * @param start the first unit
   * @param end the unit after the last
   */
  public record Span(int start, int end) {}
}
