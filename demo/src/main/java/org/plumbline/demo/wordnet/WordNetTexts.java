package org.plumbline.demo.wordnet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * WordNet 3.1 as English sentences: definitions made from its glosses, and its example sentences.
 *
 * <p>Sets whose words or glosses WordNet calls obscene, a slur or disparaging are left out, and so
 * is every text with one of their words.
 */
public final class WordNetTexts {
  // disparagement
  private static final Set<String> RUDE_USAGES = Set.of("n06730109");
  private static final Pattern SLUR = Pattern.compile("(?i)slur|obscene|vulgar|offensive");
  private static final Pattern RUDE =
      Pattern.compile(
          "(?i)\\b(slur|obscene|obscenity|offensive|vulgar|disparag\\w+|derogatory|taboo|sexual\\w*|intercourse|genital\\w*|contempt\\w*)\\b");
  private static final int MOST_LEMMAS = 2;

  /**
   * One sentence.
   *
   * @param synset id of the set that it comes from; what a split keeps together
   * @param text the sentence, with a capital and final punctuation
   * @param subject for a definition the beginning up to its verb, for example {@code A bicycle is};
   *     else empty
   * @param common whether it defines a word in a meaning that WordNet's tagged corpora use
   */
  public record Sentence(String synset, String text, String subject, boolean common) {}

  private final List<Sentence> sentences;
  private final Set<String> rudeWords;

  private WordNetTexts(List<Sentence> sentences, Set<String> rudeWords) {
    this.sentences = sentences;
    this.rudeWords = rudeWords;
  }

  /**
   * Reads it from the class path.
   *
   * @param wanted which sets of synonyms to make sentences of, by their id
   */
  public static WordNetTexts read(Predicate<String> wanted) {
    List<Synset> synsets = WordNet.read((id, line) -> wanted.test(id) || SLUR.matcher(line).find());
    var rude = new HashSet<String>();
    for (Synset synset : synsets) {
      if (slur(synset)) {
        synset.lemmas().stream().map(lemma -> lemma.toLowerCase(Locale.ROOT)).forEach(rude::add);
      }
    }
    NounDictionary dictionary = NounDictionary.open();
    var definition = new Definition(dictionary);
    var examples = new ExampleSentence(dictionary);
    var sentences = new ArrayList<Sentence>();
    for (Synset synset : synsets) {
      if (wanted.test(synset.id()) && !rude(synset)) {
        define(synset, definition, sentences);
        for (String example : synset.gloss().examples()) {
          examples
              .of(example)
              .ifPresent(text -> sentences.add(new Sentence(synset.id(), text, "", true)));
        }
      }
    }
    return new WordNetTexts(List.copyOf(sentences), Set.copyOf(rude));
  }

  /** All sentences, in the order of WordNet's files. */
  public List<Sentence> sentences() {
    return sentences;
  }

  /** Words that WordNet marks as slurs or obscenities, in lower case. */
  public Set<String> rudeWords() {
    return rudeWords;
  }

  private static void define(Synset synset, Definition definition, List<Sentence> sentences) {
    int made = 0;
    for (int i = 0; i < synset.lemmas().size() && made < MOST_LEMMAS; i++) {
      boolean common = synset.tagged().get(i);
      var sentence = definition.of(synset.lemmas().get(i), synset);
      if (sentence.isPresent()) {
        made++;
        sentences.add(
            new Sentence(synset.id(), sentence.get().text(), sentence.get().subject(), common));
      }
    }
  }

  private static boolean slur(Synset synset) {
    return synset.gloss().notes().stream().anyMatch(note -> SLUR.matcher(note).find());
  }

  private static boolean rude(Synset synset) {
    return synset.usages().stream().anyMatch(RUDE_USAGES::contains)
        || RUDE.matcher(synset.gloss().definition()).find()
        || synset.gloss().notes().stream().anyMatch(note -> RUDE.matcher(note).find());
  }
}
