package org.plumbline.demo.wordnet;

import java.util.List;
import java.util.Set;

/**
 * A set of words with one meaning.
 *
 * @param id part of speech and byte offset, for example {@code n02837983}; the same in every run
 * @param lexicographerFile WordNet's topic number, for example 5 for animals (lexnames(5WN))
 * @param lemmas the words, most frequent first, with spaces for underscores
 * @param tagged for each lemma, whether WordNet's tagged corpora use it in this meaning
 * @param hypernyms ids of the sets that this one is an instance of; empty for what is no individual
 * @param usages ids of the sets that name how the words are used, for example {@code disparagement}
 */
record Synset(
    String id,
    PartOfSpeech partOfSpeech,
    int lexicographerFile,
    List<String> lemmas,
    List<Boolean> tagged,
    List<String> hypernyms,
    Set<String> usages,
    Gloss gloss) {

  /** Whether it names one individual, as Paris and the Nile do. */
  boolean individual() {
    return !hypernyms.isEmpty();
  }
}
