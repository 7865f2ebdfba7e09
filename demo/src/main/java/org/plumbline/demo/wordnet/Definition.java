package org.plumbline.demo.wordnet;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns a gloss into an English sentence about its word.
 *
 * <p>"bicycle | a wheeled vehicle that has two wheels" becomes "A bicycle is a wheeled vehicle that
 * has two wheels."
 */
final class Definition {
  private static final Pattern ODD = Pattern.compile("[\"()\\[\\]{}_=<>*;:]");
  private static final Pattern ABOUT_WORDS =
      Pattern.compile(
          "(used|comprises|includes|consists|abbreviation|symbol|combining form|prefix|suffix|see|cf|variant) ");
  private static final Pattern MANNER =
      Pattern.compile(
          "(in an? .* (manner|way|fashion|style|tone|voice|mood|spirit|degree|pitch)|with .*|without .*)");
  private static final int MOST_CHARACTERS = 200;

  private final NounDefinition nouns;

  Definition(NounDictionary dictionary) {
    this.nouns = new NounDefinition(dictionary);
  }

  /**
   * The beginning and the rest of a sentence; joined by a space and closed by a full stop they are
   * one.
   */
  record Sentence(String subject, String predicate) {
    String text() {
      return subject + " " + predicate + ".";
    }
  }

  /** One sentence for a lemma; empty where none would read well. */
  Optional<Sentence> of(String lemma, Synset synset) {
    String gloss = synset.gloss().definition();
    if (!usable(gloss)) {
      return Optional.empty();
    }
    return switch (synset.partOfSpeech()) {
      case NOUN -> nouns.of(lemma, synset);
      case VERB -> VerbDefinition.of(lemma, synset);
      case ADJECTIVE -> AdjectiveDefinition.of(lemma, gloss);
      case ADVERB -> adverb(lemma, gloss);
    };
  }

  private static boolean usable(String gloss) {
    return gloss.indexOf(' ') > 0
        && gloss.length() <= MOST_CHARACTERS
        && !ODD.matcher(gloss).find()
        && !ABOUT_WORDS.matcher(gloss).lookingAt();
  }

  private static Optional<Sentence> adverb(String lemma, String gloss) {
    boolean manner =
        lemma.endsWith("ly") && !lemma.contains(" ") && MANNER.matcher(gloss).matches();
    return manner
        ? Optional.of(new Sentence("To do something " + lemma + " is", "to do it " + gloss))
        : Optional.empty();
  }
}
