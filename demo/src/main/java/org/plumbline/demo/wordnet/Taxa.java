package org.plumbline.demo.wordnet;

import java.util.Set;
import java.util.regex.Pattern;

/** Tells the Latin names of plants and animals, some ten thousand in WordNet, from English ones. */
final class Taxa {
  private static final Set<Integer> LIVING = Set.of(5, 18, 20); // animals, persons, plants
  private static final int PERSON = 18;
  private static final Set<String> RANKS =
      Set.of(
          "genus",
          "family",
          "order",
          "class",
          "phylum",
          "suborder",
          "subfamily",
          "superfamily",
          "subclass",
          "division",
          "subdivision",
          "subphylum",
          "kingdom",
          "subkingdom",
          "superorder",
          "tribe");
  private static final Pattern TAXON =
      Pattern.compile(
          "\\b(genus|genera|family|families|order|class|phylum|division|subfamily|taxonomic)\\b");

  private final NounDictionary dictionary;

  Taxa(NounDictionary dictionary) {
    this.dictionary = dictionary;
  }

  /** Whether the words are a rank and a name, a name with a taxon's gloss, or a binomial. */
  boolean name(String[] words, Synset synset) {
    boolean two = words.length == 2;
    if (two && RANKS.contains(words[0]) && Character.isUpperCase(words[1].charAt(0))) {
      return true;
    }
    int file = synset.lexicographerFile();
    if (!LIVING.contains(file) || !Character.isUpperCase(words[0].charAt(0))) {
      return false;
    }
    // Felis catus: a capital, then a word that English does not know.
    boolean binomial =
        words.length > 1
            && Character.isLowerCase(words[1].charAt(0))
            && dictionary.tags(words[words.length - 1]).isEmpty();
    boolean taxon =
        words.length == 1 && file != PERSON && TAXON.matcher(synset.gloss().definition()).find();
    return binomial || taxon;
  }
}
