package org.plumbline.demo.wordnet;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Every word of WordNet's entries, spelt as there: what is certainly a word of English, however
 * rare.
 */
public final class WordNetWords {
  private WordNetWords() {}

  /** Reads them from the class path; the parts of an entry of several words stand singly. */
  public static Set<String> read() {
    var all = new HashSet<String>();
    for (PartOfSpeech partOfSpeech : PartOfSpeech.values()) {
      for (String line : WordNet.lines(partOfSpeech)) {
        String[] fields = line.substring(0, line.indexOf('|')).split(" ", -1);
        int words = Integer.parseInt(fields[3], 16);
        for (int i = 0; i < words; i++) {
          all.addAll(List.of(WordNet.lemma(fields[4 + 2 * i]).split(" ", -1)));
        }
      }
    }
    return all;
  }
}
