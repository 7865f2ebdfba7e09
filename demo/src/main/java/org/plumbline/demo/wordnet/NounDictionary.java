package org.plumbline.demo.wordnet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import morfologik.stemming.Dictionary;
import morfologik.stemming.DictionaryLookup;
import morfologik.stemming.WordData;
import org.plumbline.core.error.FailedException;

/**
 * What LanguageTool's English dictionary knows about a word: mass noun, count noun, plural, or
 * nothing.
 */
final class NounDictionary {
  private static final String RESOURCE = "org/languagetool/resource/en/english.dict";

  private final DictionaryLookup lookup;
  private final Map<String, Set<String>> known = new HashMap<>();

  private NounDictionary(DictionaryLookup lookup) {
    this.lookup = lookup;
  }

  static NounDictionary open() {
    URL url = NounDictionary.class.getClassLoader().getResource(RESOURCE);
    if (url == null) {
      throw new FailedException(
          "the class path lacks '%s'; add org.languagetool:english-pos-dict".formatted(RESOURCE));
    }
    try {
      return new NounDictionary(new DictionaryLookup(Dictionary.read(url)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Penn Treebank tags, with {@code NN:U} for mass nouns and {@code NN:UN} for those that are both.
   */
  Set<String> tags(String word) {
    return known.computeIfAbsent(word, this::lookup);
  }

  /** Whether the tags are those of a word that is a noun in the plural only. */
  static boolean plural(Set<String> tags) {
    return (tags.contains("NNS") || tags.contains("NNPS"))
        && tags.stream()
            .noneMatch(tag -> tag.equals("NN") || tag.startsWith("NN:") || tag.equals("NNP"));
  }

  private Set<String> lookup(String word) {
    var tags = new HashSet<String>();
    for (WordData data : lookup.lookup(word)) {
      CharSequence tag = data.getTag();
      if (tag != null) {
        tags.add(tag.toString());
      }
    }
    return Set.copyOf(tags);
  }
}
