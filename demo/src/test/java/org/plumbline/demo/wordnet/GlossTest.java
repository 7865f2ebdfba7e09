package org.plumbline.demo.wordnet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GlossTest {
  @Test
  void aGlossIsADefinitionWithoutNotesAndItsExamples() {
    Gloss gloss =
        Gloss.parse(
            " (botany) a leaf (or petal) of a plant; usually green; \"the leaf fell\"; \"a leaf\"  ");
    assertEquals("a leaf of a plant", gloss.definition());
    assertEquals(List.of("botany", "or petal"), gloss.notes());
    assertEquals(List.of("the leaf fell", "a leaf"), gloss.examples());
  }

  @Test
  void aVerbKeepsTheObjectThatStandsInParentheses() {
    assertEquals(
        "put something into a box", Gloss.parse("put (something) into a box").definition());
  }

  @Test
  void anExampleIsKeptIfItIsASentence() {
    var examples = new ExampleSentence(NounDictionary.open());
    assertEquals(Optional.of("She opened the door."), examples.of("she opened the door"));
    assertEquals(Optional.of("Keep the dog away!"), examples.of("keep the dog away!"));
    assertEquals(Optional.empty(), examples.of("a remarkable show of skill"));
    assertEquals(Optional.empty(), examples.of("he ran"));
  }
}
