package org.plumbline.demo.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.plumbline.core.data.Prompt;
import org.plumbline.demo.corpus.Document.Kind;
import org.plumbline.demo.grammar.GrammarPreferences;

class CorpusTest {
  private static final Corpus CORPUS = Corpus.read();
  private static final Pattern SENTENCE = Pattern.compile("[^\\n]*\\p{L}[^\\n]*[.!?]['\")]?");

  @Test
  void itHasTheStatedSize() {
    long documents = CORPUS.train().count();
    long words = CORPUS.train().mapToLong(text -> text.split(" ").length).sum();
    assertTrue(documents > 180_000 && documents < 185_000, "documents: " + documents);
    assertTrue(words > 2_050_000 && words < 2_150_000, "words: " + words);
    long heldOut = CORPUS.heldOut().count();
    assertTrue(heldOut > 3_500 && heldOut < 4_000, "held out: " + heldOut);
  }

  @Test
  void everyDocumentIsOneLineThatLooksLikeASentence() {
    CORPUS.train().forEach(text -> assertTrue(SENTENCE.matcher(text).matches(), text));
    assertEquals(CORPUS.train().count(), CORPUS.train().distinct().count());
  }

  @Test
  void whatWeTestOnIsNotInIt() {
    Set<String> train = CORPUS.train().collect(Collectors.toSet());
    CORPUS.heldOut().forEach(text -> assertFalse(train.contains(text), text));
    GrammarPreferences.test()
        .forEach(pair -> assertFalse(train.contains(pair.chosen()), pair.chosen()));
  }

  @Test
  void itKnowsABicycle() {
    assertTrue(
        CORPUS
            .train()
            .anyMatch(
                text -> text.startsWith("A bicycle is a wheeled vehicle that has two wheels")));
  }

  @Test
  void aSampleHasTheSameHeldOutTextsInTheSameOrder() {
    Corpus sample = Corpus.sample();
    assertEquals(CORPUS.heldOut().toList(), sample.heldOut().toList());
    assertTrue(
        CORPUS.train().collect(Collectors.toSet()).containsAll(sample.train().toList()),
        "a sampled text that the whole corpus has not");
  }

  @Test
  void promptsAreShortBeginningsWithoutTrailingSpace() {
    List<Prompt> test = CorpusPrompts.test().toList();
    List<Prompt> train = CorpusPrompts.train().toList();
    assertTrue(test.size() > 1_000, "test prompts: " + test.size());
    assertTrue(train.size() > 10_000, "train prompts: " + train.size());
    var seen = new HashSet<String>();
    for (Prompt prompt : test) {
      int words = prompt.text().split(" ").length;
      assertTrue(words >= 2 && words <= 5, prompt.text());
      assertEquals(prompt.text().strip(), prompt.text());
      assertTrue(seen.add(prompt.text()), prompt.text());
    }
    train.forEach(prompt -> assertTrue(seen.add(prompt.text()), prompt.text()));
    assertEquals(
        Set.of("definition", "example", "sentence"),
        test.stream().map(Prompt::group).collect(Collectors.toSet()));
  }

  @Test
  void aDefinitionBeginsWithItsSubject() {
    assertEquals(
        "A bicycle is",
        CorpusPrompts.beginning(
            new Document(Kind.DEFINITION, "A bicycle is a vehicle.", "A bicycle is", true)));
    assertEquals(
        "",
        CorpusPrompts.beginning(
            new Document(Kind.DEFINITION, "A zarf is a holder.", "A zarf is", false)));
  }
}
