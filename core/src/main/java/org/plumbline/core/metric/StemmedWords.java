package org.plumbline.core.metric;

import java.util.List;

/**
 * ROUGE's tokens, words of more than 3 letters cut to their stems (Porter 1980, as nltk has it).
 */
public record StemmedWords() implements TokenRule {
  @Override
  public String label() {
    return "rouge, Porter stems";
  }

  @Override
  public List<String> of(String text) {
    return Tokenization.ROUGE.of(text).stream()
        .map(word -> word.length() > 3 ? PorterStemmer.stem(word) : word)
        .toList();
  }
}
