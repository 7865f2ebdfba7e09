package org.plumbline.distill.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.distill.dedup.Duplicate.Method;
import org.plumbline.distill.dedup.Duplicate.Reason;
import org.plumbline.testkit.SeededRandom;

class DeduplicationTest {
  private static final Deduplication.Options USUAL = Deduplication.Options.DEFAULT;
  private static final long SEED = 20261128;

  @Test
  void ofTwoThatAreNeighboursExactlyOneStays() {
    Deduplicated result =
        of(
            new Candidate("b", "How do I install a Debian package by hand?", 1),
            new Candidate("a", "How do I install a Debian package by hand ??", 1),
            new Candidate("c", "How do I install the Debian package by hand?", 1));
    assertEquals(List.of("a"), result.kept());
    assertEquals(2, result.duplicates().size());
    assertEquals(
        new Duplicate("b", "a", Method.EXACT, 1, Reason.FIRST_ID), result.duplicates().getFirst());
    assertEquals(Method.MINHASH, result.duplicates().get(1).method());
  }

  @Test
  void neighboursByEmbeddingLeaveOneEachAndNeverNone() {
    Map<String, float[]> vectors =
        Map.of(
            "first", new float[] {1, 0, 0},
            "second", new float[] {2, 0.1f, 0},
            "third", new float[] {0, 0, 5});
    TextEmbedding embedding = embedding(vectors);
    Deduplicated result =
        Deduplication.of(
            List.of(
                new Candidate("1", "first", 0),
                new Candidate("2", "second", 0),
                new Candidate("3", "third", 0)),
            USUAL,
            Optional.of(new Deduplication.ByEmbedding(embedding, 0.95)));
    assertEquals(List.of("1", "3"), result.kept());
    Duplicate duplicate = result.duplicates().getFirst();
    assertEquals(Method.EMBEDDING, duplicate.method());
    assertEquals(2 / Math.sqrt(4.01), duplicate.similarity(), 1e-6);
  }

  @Test
  void shortTextsAreNoDuplicatesOfEachOther() {
    Deduplicated result =
        of(
            new Candidate("1", "是", 0),
            new Candidate("2", "否", 0),
            new Candidate("3", "a", 0),
            new Candidate("4", "？", 0),
            new Candidate("5", "！", 0),
            new Candidate("6", "是。", 0));
    assertEquals(List.of("1", "2", "3", "4", "5"), result.kept());
    assertEquals("1", result.duplicates().getFirst().kept());
  }

  @Test
  void equalChineseQuestionsAreFoundWhateverTheWidthOfTheirCharacters() {
    Deduplicated result =
        of(
            new Candidate("1", "什么是ＱＰＳＫ调制？", 0),
            new Candidate("2", "什么是 QPSK 调制?", 0),
            new Candidate("3", "什么是qpsk调制", 0));
    assertEquals(List.of("1"), result.kept());
    assertTrue(result.duplicates().stream().allMatch(one -> one.method() == Method.EXACT));
  }

  @Test
  void chineseQuestionsThatShareOneLatinWordStay() {
    Deduplicated result =
        of(new Candidate("1", "QPSK 的误码率如何计算？", 0), new Candidate("2", "为什么卫星通信常用 QPSK？", 0));
    assertEquals(2, result.kept().size());
  }

  @Test
  void questionsThatDifferInANumberAnOptionOrASignStay() {
    Deduplicated result =
        of(
            new Candidate("1", "How many disks does an array of level RAID 0 need at least?", 0),
            new Candidate("2", "How many disks does an array of level RAID 1 need at least?", 0),
            new Candidate("3", "What does the command tar -x do with an archive of files?", 0),
            new Candidate("4", "What does the command tar -c do with an archive of files?", 0),
            new Candidate("5", "What is C?", 0),
            new Candidate("6", "What is C++?", 0),
            new Candidate("7", "What is C#?", 0));
    assertEquals(7, result.kept().size(), result.duplicates().toString());
  }

  @Test
  void theBestRankIsKeptAndTheReportSaysSo() {
    Deduplicated result =
        of(
            new Candidate("a", "what is the kernel", 2),
            new Candidate("z", "What is the kernel?", 0));
    assertEquals(List.of("z"), result.kept());
    assertEquals(
        List.of(new Duplicate("a", "z", Method.EXACT, 1, Reason.RANK)), result.duplicates());
    assertEquals(1, result.counts().get(Method.EXACT));
  }

  @Test
  void aTextThatEqualsADroppedOneIsADuplicateOfTheKeptOne() {
    Deduplicated result =
        of(
            new Candidate("1", "Which file holds the sources of packages for apt to read?", 0),
            new Candidate("2", "Which files hold the sources of packages for apt to read?", 0),
            new Candidate("3", "which files hold the sources of packages for apt to read", 0));
    assertEquals(List.of("1"), result.kept());
    assertEquals("1", result.duplicates().get(1).kept());
    assertEquals(result.duplicates().get(0).similarity(), result.duplicates().get(1).similarity());
  }

  @Test
  void theOrderOfTheInputChangesNothing() {
    SeededRandom random = new SeededRandom(SEED);
    List<Candidate> texts = variants(random, 300);
    Deduplicated expected = Deduplication.of(texts, USUAL);
    for (int i = texts.size() - 1; i > 0; i--) {
      Collections.swap(texts, i, random.integer(0, i));
    }
    assertEquals(expected, Deduplication.of(texts, USUAL), random.toString());
  }

  @Test
  void whatIsKeptResemblesNoOtherAndWhatGoesResemblesWhatIsKept() {
    SeededRandom random = new SeededRandom(SEED);
    List<Candidate> texts = variants(random, 300);
    Deduplicated result = Deduplication.of(texts, USUAL);
    Map<String, Folded> folded =
        texts.stream().collect(Collectors.toMap(Candidate::id, Folded::of));
    assertEquals(texts.size(), result.kept().size() + result.duplicates().size());
    List<Folded> kept = result.kept().stream().map(id -> of(id, folded)).toList();
    int missed = 0;
    for (int i = 0; i < kept.size(); i++) {
      for (int k = 0; k < i; k++) {
        missed += kept.get(i).resembles(kept.get(k)) ? 1 : 0;
      }
    }
    assertTrue(missed <= 0.01 * result.duplicates().size(), missed + " missed: " + random);
    for (Duplicate duplicate : result.duplicates()) {
      assertTrue(result.keptIds().contains(duplicate.kept()), random.toString());
      assertTrue(
          of(duplicate.id(), folded).resembles(of(duplicate.kept(), folded)),
          duplicate + " " + random);
    }
  }

  @Test
  void twentyThousandQuestionsNeedFewComparisons() {
    SeededRandom random = new SeededRandom(SEED);
    List<Candidate> texts = variants(random, 20_000);
    BandIndex index = new BandIndex(Banding.of(MinHash.PERMUTATIONS, USUAL.similarity()));
    long compared = 0;
    for (int i = 0; i < texts.size(); i++) {
      String text = FoldedText.of(texts.get(i).text()).text();
      long[] signature = MinHash.signature(Shingles.of(text, USUAL.ngram()));
      compared += index.sharing(signature).count();
      index.add(i, signature);
    }
    assertTrue(compared < 40L * texts.size(), compared + " comparisons: " + random);
    assertTrue(Deduplication.of(texts, USUAL).kept().size() > 1000, random.toString());
  }

  @Test
  void anIdThatOccursTwiceIsRefused() {
    InvalidInputException refused =
        assertThrows(
            InvalidInputException.class,
            () -> of(new Candidate("1", "x", 0), new Candidate("1", "y", 0)));
    assertTrue(refused.getMessage().contains("'1' occurs twice"));
  }

  /** What the measure sees of a text. */
  private record Folded(FoldedText text, Shingles shingles) {
    static Folded of(Candidate candidate) {
      FoldedText text = FoldedText.of(candidate.text());
      return new Folded(text, Shingles.of(text.text(), USUAL.ngram()));
    }

    boolean resembles(Folded other) {
      return text.marks().equals(other.text.marks())
          && shingles.jaccard(other.shingles) >= USUAL.similarity();
    }
  }

  private static Folded of(String id, Map<String, Folded> folded) {
    return Objects.requireNonNull(folded.get(id));
  }

  private static Deduplicated of(Candidate... candidates) {
    return Deduplication.of(List.of(candidates), USUAL);
  }

  /** Questions of made-up words, each with a few versions in which a word is another. */
  private static List<Candidate> variants(SeededRandom random, int count) {
    List<Candidate> texts = new ArrayList<>();
    List<String> words = List.of();
    for (int i = 0; i < count; i++) {
      if (i % 4 == 0) {
        words = new ArrayList<>();
        for (int k = 0; k < 12; k++) {
          words.add(word(random));
        }
      } else {
        words = new ArrayList<>(words);
        words.set(random.integer(0, 11), word(random));
      }
      texts.add(new Candidate("%05d".formatted(i), String.join(" ", words), random.integer(0, 2)));
    }
    return texts;
  }

  private static String word(SeededRandom random) {
    StringBuilder word = new StringBuilder();
    for (int k = 2 + random.integer(0, 5); k > 0; k--) {
      word.append((char) ('a' + random.integer(0, 25)));
    }
    return word.toString();
  }

  private static TextEmbedding embedding(Map<String, float[]> vectors) {
    return new TextEmbedding() {
      @Override
      public String name() {
        return "table";
      }

      @Override
      public float[][] embed(List<String> texts) {
        return texts.stream().map(vectors::get).toArray(float[][]::new);
      }
    };
  }
}
