package org.plumbline.lm.text;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.text.BpeVocabulary.Merge;

/**
 * Trains a byte-level vocabulary by merging the most frequent pair of neighbours again and again.
 *
 * <p>Sennrich et al. 2016, "Neural Machine Translation of Rare Words with Subword Units", algorithm
 * 1, on bytes as in GPT-2. Of equally frequent pairs the one with the smallest ids is merged, so
 * the same texts give the same vocabulary, in any order.
 */
public final class BpeTrainer {
  private final List<String> tokens = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final Set<Merge> merges = new LinkedHashSet<>();
  private final PairCounts pairs = new PairCounts();
  private final BpeOptions options;
  private final int firstByte;

  private BpeTrainer(BpeOptions options) {
    this.options = options;
    addToken(BpeVocabulary.BOS);
    addToken(BpeVocabulary.EOS);
    options.extraSpecialTokens().forEach(this::addToken);
    firstByte = tokens.size();
    for (int value = 0; value < ByteAlphabet.SIZE; value++) {
      addToken(String.valueOf(ByteAlphabet.character(value)));
    }
  }

  /**
   * Trains on the texts, which are read once, one after the other; memory grows with the number of
   * different words.
   *
   * @throws InvalidInputException if the texts hold no character
   */
  public static BpeVocabulary train(Stream<String> texts, BpeOptions options) {
    Map<String, Long> counts = new HashMap<>();
    texts
        .sequential()
        .map(Tokenizer::wellFormed)
        .forEach(text -> WordSplitter.forEach(text, word -> counts.merge(word, 1L, Long::sum)));
    require(
        !counts.isEmpty(),
        "a vocabulary must be trained on some text, but the texts are empty; check the file or the"
            + " name of the field");
    BpeTrainer trainer = new BpeTrainer(options);
    counts.forEach((word, count) -> trainer.pairs.addWord(trainer.byteIds(word), count));
    trainer.mergeAll();
    return new BpeVocabulary(trainer.tokens, trainer.firstByte, List.copyOf(trainer.merges));
  }

  private void mergeAll() {
    while (tokens.size() < options.vocabularySize()) {
      Optional<PairCounts.Pair> best = pairs.pollMostFrequent(options.minFrequency());
      if (best.isEmpty()) {
        return;
      }
      Merge merge = new Merge(tokens.get(best.get().left), tokens.get(best.get().right));
      // Two ways can lead to one token, (a, bc) and (ab, c): two merges, one id. So a pair can come
      // up again that was merged before; its first rank stands.
      merges.add(merge);
      pairs.merge(best.get(), addToken(merge.left() + merge.right()));
    }
  }

  private int addToken(String token) {
    Integer known = ids.putIfAbsent(token, tokens.size());
    if (known != null) {
      return known;
    }
    tokens.add(token);
    return tokens.size() - 1;
  }

  private int[] byteIds(String word) {
    int[] values = ByteAlphabet.bytes(word);
    for (int i = 0; i < values.length; i++) {
      values[i] += firstByte;
    }
    return values;
  }
}
