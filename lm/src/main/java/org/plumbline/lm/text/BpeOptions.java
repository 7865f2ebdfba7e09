package org.plumbline.lm.text;

import static org.plumbline.core.error.Require.require;

import java.util.HashSet;
import java.util.List;

/**
 * How a vocabulary is trained.
 *
 * @param vocabularySize tokens in all: {@code <s>}, {@code </s>}, the extra special tokens, 256
 *     bytes, and the rest are merges
 * @param minFrequency how often a pair of tokens must occur in the texts to become a token; 2 keeps
 *     out what occurs once
 * @param extraSpecialTokens tokens that no text makes by merging, as the marks of a chat template;
 *     they get the ids from 2 on, in this order
 */
public record BpeOptions(int vocabularySize, int minFrequency, List<String> extraSpecialTokens) {

  public BpeOptions {
    extraSpecialTokens = List.copyOf(extraSpecialTokens);
    int least = 2 + extraSpecialTokens.size() + ByteAlphabet.SIZE;
    require(
        vocabularySize >= least,
        "a byte-level vocabulary must have at least %d tokens, 256 for the bytes and %d special"
            + " ones, but is to have %d; without all bytes some texts could not be written",
        least,
        least - ByteAlphabet.SIZE,
        vocabularySize);
    require(
        minFrequency >= 1,
        "the least frequency of a pair must be at least 1, but is %d; use 2 for the usual rule",
        minFrequency);
    var seen = new HashSet<>(List.of(BpeVocabulary.BOS, BpeVocabulary.EOS));
    for (String token : extraSpecialTokens) {
      require(
          seen.add(token),
          "special tokens must differ, but '%s' is there twice (%s and %s are always there)",
          token,
          BpeVocabulary.BOS,
          BpeVocabulary.EOS);
      require(
          WordSplitter.split(token).size() > 1,
          "a special token must mix letters with other signs, as <|user|> does, so that no merge"
              + " can make the same token, but '%s' does not",
          token);
    }
  }

  public BpeOptions(int vocabularySize, int minFrequency) {
    this(vocabularySize, minFrequency, List.of());
  }
}
