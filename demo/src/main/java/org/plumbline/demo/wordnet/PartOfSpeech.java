package org.plumbline.demo.wordnet;

/**
 * The four parts of speech of WordNet, by the number and letter that its sense keys and pointers
 * use.
 */
enum PartOfSpeech {
  NOUN("noun", 'n'),
  VERB("verb", 'v'),
  ADJECTIVE("adj", 'a'),
  ADVERB("adv", 'r');

  private final String suffix;
  private final char letter;

  PartOfSpeech(String suffix, char letter) {
    this.suffix = suffix;
    this.letter = letter;
  }

  String resource() {
    return "net/sf/extjwnl/data/wordnet/wn31/data." + suffix;
  }

  char letter() {
    return letter;
  }

  /** The first number of a sense key, senseidx(5WN); satellites (5) aside. */
  int number() {
    return ordinal() + 1;
  }
}
