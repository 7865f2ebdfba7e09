package org.plumbline.lm.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.text.BpeVocabulary.Merge;

final class BpeTrainerTest {
  private static final long SEED = 20_261_123L;
  private static final String[] PARTS = {
    "the", " keeper", "wrote", " in", "don't", "'ll", " ", "  ", "\n", "\t", "\r\n", "12", " 345",
    "naïve", "é", "你好", "世界", "灯台", " 학습", "😀", "👩‍👩‍👧", "🇩🇪", "\u0000", "\u0007", "\u001b",
        "\ufeff",
    "\u200b", "\u00a0", "\u3000", "\u0085", "...", "--", "</", "s>", "aaaa", "aaaaa", "abab", "_",
        "x"
  };

  @Test
  void theLibraryEncodesAsTheMergesImply() {
    Random random = new Random(SEED);
    BpeVocabulary vocabulary =
        BpeTrainer.train(randomTexts(random, 200).stream(), new BpeOptions(700, 2));
    assertTrue(vocabulary.merges().size() > 200, "merges: " + vocabulary.merges().size());
    try (Tokenizer tokenizer = vocabulary.tokenizer()) {
      for (String text : randomTexts(random, 300)) {
        int[] ids = tokenizer.encode(text);
        assertArrayEquals(naiveEncode(vocabulary, text), ids, "seed " + SEED + ": " + text);
        assertEquals(text, tokenizer.decode(ids), "seed " + SEED);
      }
    }
  }

  @Test
  void mergesWhatANaiveTrainerMerges() {
    List<String> texts = randomTexts(new Random(SEED), 60);
    BpeVocabulary vocabulary = BpeTrainer.train(texts.stream(), new BpeOptions(420, 1));
    assertEquals(naiveMerges(texts, 420 - 258), vocabulary.merges(), "seed " + SEED);
    assertEquals(420, vocabulary.size());
  }

  @Test
  void theOrderOfTheTextsDoesNotMatter() {
    List<String> texts = randomTexts(new Random(SEED), 100);
    BpeOptions options = new BpeOptions(500, 2);
    BpeVocabulary one = BpeTrainer.train(texts.stream(), options);
    Collections.shuffle(texts, new Random(SEED + 1));
    assertEquals(one, BpeTrainer.train(texts.stream(), options), "seed " + SEED);
  }

  @Test
  void rarePairsAreNotMerged() {
    BpeVocabulary vocabulary =
        BpeTrainer.train(Stream.of("abab cdcd cd xy"), new BpeOptions(1000, 3));
    assertEquals(List.of(new Merge("c", "d")), vocabulary.merges());
  }

  @Test
  void writesAFolderThatLoads(@TempDir Path folder) {
    BpeOptions options = new BpeOptions(300, 1, List.of("<|user|>", "<|bot|>"));
    BpeVocabulary vocabulary = BpeTrainer.train(Stream.of("hello hello world"), options);
    vocabulary.writeTo(folder.resolve("new"));
    try (Tokenizer tokenizer = Tokenizer.load(folder.resolve("new"))) {
      assertEquals(vocabulary.size(), tokenizer.vocabularySize());
      assertEquals(0, tokenizer.bos().orElseThrow());
      assertEquals(1, tokenizer.eos().orElseThrow());
      assertArrayEquals(new int[] {2, 3}, tokenizer.encode("<|user|><|bot|>"));
      assertEquals("hello", tokenizer.decode(tokenizer.encodeWithSpecialTokens("<|user|>hello")));
      assertEquals(0, tokenizer.encodeWithSpecialTokens("hello")[0]);
    }
  }

  @Test
  void anEmptyCorpusIsRefused() {
    BpeOptions options = new BpeOptions(300, 2);
    assertThrows(InvalidInputException.class, () -> BpeTrainer.train(Stream.of("", ""), options));
  }

  @Test
  void aVocabularyWithoutRoomForAllBytesIsRefused() {
    var e = assertThrows(InvalidInputException.class, () -> new BpeOptions(257, 2));
    assertTrue(String.valueOf(e.getMessage()).contains("at least 258"), e.toString());
    assertEquals(258, new BpeOptions(258, 2).vocabularySize());
  }

  @Test
  void aSpecialTokenThatMergesCouldMakeIsRefused() {
    assertThrows(InvalidInputException.class, () -> new BpeOptions(300, 2, List.of("user")));
    assertThrows(InvalidInputException.class, () -> new BpeOptions(300, 2, List.of("<s>")));
  }

  private static List<String> randomTexts(Random random, int count) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder();
      for (int parts = random.nextInt(30); parts > 0; parts--) {
        text.append(PARTS[random.nextInt(PARTS.length)]);
      }
      // A special token's spelling is one token, whatever the merges say.
      texts.add(text.toString().replace("</s>", "< /s>"));
    }
    return texts;
  }

  private static int[] naiveEncode(BpeVocabulary vocabulary, String text) {
    List<Integer> ids = new ArrayList<>();
    for (String word : WordSplitter.split(text)) {
      List<String> symbols = symbols(word);
      for (int rank = lowestRank(vocabulary, symbols); rank >= 0; ) {
        Merge merge = vocabulary.merges().get(rank);
        for (int at = 0; at + 1 < symbols.size(); at++) {
          if (symbols.subList(at, at + 2).equals(List.of(merge.left(), merge.right()))) {
            symbols.set(at, merge.left() + merge.right());
            symbols.remove(at + 1);
            break;
          }
        }
        rank = lowestRank(vocabulary, symbols);
      }
      symbols.forEach(symbol -> ids.add(vocabulary.tokens().indexOf(symbol)));
    }
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int lowestRank(BpeVocabulary vocabulary, List<String> symbols) {
    int lowest = -1;
    for (int at = 0; at + 1 < symbols.size(); at++) {
      int rank = vocabulary.merges().indexOf(new Merge(symbols.get(at), symbols.get(at + 1)));
      lowest = rank >= 0 && (lowest < 0 || rank < lowest) ? rank : lowest;
    }
    return lowest;
  }

  /** Counts every pair of every word anew before each merge. */
  private static List<Merge> naiveMerges(List<String> texts, int tokens) {
    List<List<String>> words = new ArrayList<>();
    texts.forEach(text -> WordSplitter.split(text).forEach(word -> words.add(symbols(word))));
    List<String> order = new ArrayList<>();
    for (int value = 0; value < 256; value++) {
      order.add(String.valueOf(ByteAlphabet.character(value)));
    }
    List<Merge> merges = new ArrayList<>();
    while (order.size() < 256 + tokens) {
      Map<Merge, Integer> counts = new HashMap<>();
      for (List<String> word : words) {
        for (int at = 0; at + 1 < word.size(); at++) {
          counts.merge(new Merge(word.get(at), word.get(at + 1)), 1, Integer::sum);
        }
      }
      int most = Collections.max(counts.values());
      Merge best =
          counts.keySet().stream()
              .filter(pair -> counts.getOrDefault(pair, 0) == most)
              .min(
                  (a, b) ->
                      Arrays.compare(
                          new int[] {order.indexOf(a.left()), order.indexOf(a.right())},
                          new int[] {order.indexOf(b.left()), order.indexOf(b.right())}))
              .orElseThrow();
      String merged = best.left() + best.right();
      if (!merges.contains(best)) {
        merges.add(best);
      }
      if (!order.contains(merged)) {
        order.add(merged);
      }
      words.forEach(word -> apply(best, word));
    }
    return merges;
  }

  private static void apply(Merge merge, List<String> word) {
    for (int at = 0; at + 1 < word.size(); at++) {
      if (word.get(at).equals(merge.left()) && word.get(at + 1).equals(merge.right())) {
        word.set(at, merge.left() + merge.right());
        word.remove(at + 1);
      }
    }
  }

  private static List<String> symbols(String word) {
    List<String> symbols = new ArrayList<>();
    for (int value : ByteAlphabet.bytes(word)) {
      symbols.add(String.valueOf(ByteAlphabet.character(value)));
    }
    return symbols;
  }
}
