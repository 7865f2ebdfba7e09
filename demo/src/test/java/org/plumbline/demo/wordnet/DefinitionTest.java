package org.plumbline.demo.wordnet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionTest {
  private static final Definition DEFINITION = new Definition(NounDictionary.open());

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "bicycle 0;06 n;a wheeled vehicle that has two wheels;A bicycle is a wheeled vehicle that has two wheels.",
        "electorate 0;14 n;the body of citizens;An electorate is the body of citizens.",
        "unit 0;23 n;any division of quantity;A unit is any division of quantity.",
        "honesty 0;07 n;the quality of being honest;Honesty is the quality of being honest.",
        "jeans 0;06 n;close-fitting trousers of denim;Jeans are close-fitting trousers of denim.",
        "boat 0;06 n;small vessel for travel on water;A boat is a small vessel for travel on water.",
        "umbrella 0;06 n;lightweight handheld canopy;An umbrella is a lightweight handheld canopy."
      })
  void aNounIsDefinedWithTheArticleThatItWants(
      String word, String file, String gloss, String sentence) {
    assertEquals(Optional.of(sentence), define(word, file, PartOfSpeech.NOUN, "", gloss));
  }

  @Test
  void aProperNounHasNoArticleAndARiverHasOne() {
    assertEquals(
        Optional.of("Paris is the capital of France."),
        define("Paris 0", "15 n", PartOfSpeech.NOUN, "@i", "the capital of France"));
    assertEquals(
        Optional.of("The Rhine is a major European river."),
        define("Rhine 0", "17 n", PartOfSpeech.NOUN, "@i", "a major European river"));
  }

  @Test
  void aLatinNameIsNoSentence() {
    assertEquals(
        Optional.empty(),
        define("Felis_catus 0", "05 n", PartOfSpeech.NOUN, "", "any domesticated cat"));
    assertEquals(
        Optional.empty(),
        define("Panthera 0", "05 n", PartOfSpeech.NOUN, "", "a genus of large cats"));
  }

  @Test
  void aSingularIsNotCalledAPlural() {
    assertEquals(
        Optional.empty(),
        define("artwork 0", "06 n", PartOfSpeech.NOUN, "", "photographs in a publication"));
  }

  @ParameterizedTest
  @CsvSource({
    "00000004,To run is to move fast by using one's feet.",
    "00000001,'If you run, you move fast by using your feet.'",
    "00000002,'When people run, they move fast by using their feet.'"
  })
  void aVerbIsDefinedInOneOfThreeWays(String offset, String sentence) {
    assertEquals(
        Optional.of(sentence),
        parsed(offset, "run 0", "38 v", PartOfSpeech.VERB, "", "move fast by using one's feet"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "large;above average in size;Something that is large is above average in size.",
        "abdominal;of or relating to the abdomen;Something that is abdominal relates to the abdomen.",
        "able;having the necessary skill;Something that is able has the necessary skill.",
        "moody;of a changing mood and feelings;@",
        "kind;showing concern for people;Someone who is kind shows concern for people."
      })
  void anAdjectiveIsDefinedAsAPredicate(String word, String gloss, String sentence) {
    assertEquals(
        sentence.equals("@") ? Optional.empty() : Optional.of(sentence),
        define(word + " 0", "00 a", PartOfSpeech.ADJECTIVE, "", gloss));
  }

  @Test
  void onlyAnAdverbOfMannerIsDefined() {
    assertEquals(
        Optional.of("To do something quickly is to do it with speed."),
        define("quickly 0", "02 r", PartOfSpeech.ADVERB, "", "with speed"));
    assertEquals(
        Optional.empty(), define("perhaps 0", "02 r", PartOfSpeech.ADVERB, "", "by chance"));
  }

  private static Optional<String> define(
      String word, String file, PartOfSpeech partOfSpeech, String pointer, String gloss) {
    return parsed("00000004", word, file, partOfSpeech, pointer, gloss);
  }

  private static Optional<String> parsed(
      String offset, String word, String file, PartOfSpeech pos, String pointer, String gloss) {
    String pointers = pointer.isEmpty() ? "000" : "001 " + pointer + " 00000001 n 0000";
    String line = "%s %s 01 %s %s | %s".formatted(offset, file, word, pointers, gloss);
    Synset synset = WordNet.parse(line, pos, Set.of());
    return DEFINITION.of(synset.lemmas().getFirst(), synset).map(Definition.Sentence::text);
  }
}
