package org.plumbline.demo.wordnet;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A noun as the subject of a definition: with the article that it wants, and the verb that agrees.
 */
final class NounPhrase {
  // Lexicographer files, lexnames(5WN).
  private static final int ANIMAL = 5;
  private static final int ARTIFACT = 6;
  private static final int BODY = 8;
  private static final int THING = 17;
  private static final int PERSON = 18;
  private static final int PLANT = 20;
  // Those, and events, groups, places, quantities, shapes, times.
  private static final Set<Integer> COUNTED =
      Set.of(ANIMAL, ARTIFACT, BODY, 11, 14, 15, THING, PERSON, PLANT, 23, 25, 28);
  // Attributes, thoughts, feelings, food, phenomena, processes, states, substances.
  private static final Set<Integer> OFTEN_MASS = Set.of(7, 9, 12, 13, 19, 22, 26, 27);
  private static final Pattern ABSTRACT =
      Pattern.compile(
          "(ness|ity|ism|ship|hood|ance|ence|ics|logy|graphy|phobia|itis|osis|emia|pathy|nomy|metry|cracy|ing|tion|ment)$");
  private static final Pattern NAME_WITH_ARTICLE =
      Pattern.compile(
          ".*\\b(River|Sea|Ocean|Desert|Mountains|Islands|Isles|Canal|Strait|Empire|Republic|Union|Kingdom|States|"
              + "War|Revolution|Alps|Gulf|Peninsula|Dynasty|Museum|Bridge|Tower)( of .*)?|Gulf of .*|Strait of .*|"
              + "Battle of .*|Bay of .*");
  private static final Pattern NAME_WITHOUT_ARTICLE =
      Pattern.compile("(Lake|Mount|Loch) .*|.* (Lake|Island|Mount|Bay|Cape)");
  private static final Pattern WATER_OR_WILD =
      Pattern.compile(
          "(an? |the )?(\\S+ ){0,3}(river|ocean|sea|mountain range|desert|archipelago|canal|strait)\\b");
  private static final Set<String> PLURAL_NAMES = Set.of("Mountains", "Islands", "Isles", "Alps");
  private static final Set<String> PREPOSITIONS =
      Set.of("of", "in", "on", "for", "to", "at", "by", "with", "from");
  private static final Pattern NUMBERED = Pattern.compile("[0-9/.]");
  private static final Pattern NAME = Pattern.compile("\\p{Lu}\\p{L}*");
  private static final Pattern TITLE = Pattern.compile("(\\p{Lu}\\S*)( (of|the|and|\\p{Lu}\\S*))+");
  private static final Pattern ONE_OF_MANY = Pattern.compile("(an?|any|one|either) ");
  private static final Pattern INDEFINITE = Pattern.compile("an? ");

  private final NounDictionary dictionary;
  private final Taxa taxa;

  NounPhrase(NounDictionary dictionary) {
    this.dictionary = dictionary;
    this.taxa = new Taxa(dictionary);
  }

  /**
   * Subject and verb, for example {@code A bicycle is}; empty for words that no sentence should
   * begin with.
   */
  Optional<String> subject(String lemma, Synset synset) {
    String[] words = lemma.split(" ", -1);
    if (NUMBERED.matcher(lemma).find() || taxa.name(words, synset)) {
      return Optional.empty();
    }
    if (synset.individual()) {
      return individual(lemma, head(words), synset);
    }
    Set<String> tags = dictionary.tags(head(words));
    if (NounDictionary.plural(tags)) {
      return Optional.of(capitalised(lemma) + " are");
    }
    boolean name = NAME.matcher(lemma).matches() && synset.lexicographerFile() != PERSON;
    return Optional.of(
        (name || bare(lemma, head(words), tags, synset)
                ? capitalised(lemma)
                : Article.of(lemma) + " " + lemma)
            + " is");
  }

  private static Optional<String> individual(String lemma, String head, Synset synset) {
    boolean surname =
        !lemma.contains(" ") && synset.lemmas().stream().anyMatch(other -> other.contains(" "));
    if (synset.lexicographerFile() == PERSON && surname) {
      return Optional.empty(); // "Tree is an English actor" helps nobody
    }
    boolean article = named(lemma, synset);
    return Optional.of(
        (article ? "The " : "")
            + capitalised(lemma)
            + (article && PLURAL_NAMES.contains(head) ? " are" : " is"));
  }

  /** The Rhine, the Alps, the Battle of Hastings; but Lake Erie. */
  private static boolean named(String lemma, Synset synset) {
    if (lemma.toLowerCase(Locale.ROOT).startsWith("the ") || synset.lexicographerFile() == PERSON) {
      return false;
    }
    boolean waterOrWild =
        synset.lexicographerFile() == THING
            && WATER_OR_WILD.matcher(synset.gloss().definition()).lookingAt();
    return NAME_WITH_ARTICLE.matcher(lemma).matches()
        || (waterOrWild && !NAME_WITHOUT_ARTICLE.matcher(lemma).matches());
  }

  /** Whether it stands without article: mass nouns, titles, and what is unknown and abstract. */
  private boolean bare(String lemma, String head, Set<String> tags, Synset synset) {
    String gloss = synset.gloss().definition();
    int file = synset.lexicographerFile();
    if (lemma.startsWith("the ") || file == PERSON) {
      return file != PERSON || lemma.startsWith("the ");
    }
    if (TITLE.matcher(lemma).matches()) {
      return file != ARTIFACT;
    }
    if (tags.contains("NN:U")) {
      return file != ANIMAL && file != BODY;
    }
    if (tags.contains("NN:UN")) {
      return OFTEN_MASS.contains(file) || !ONE_OF_MANY.matcher(gloss).lookingAt();
    }
    if (tags.contains("NN")) {
      return false;
    }
    boolean abstraction = ABSTRACT.matcher(head).find() && !INDEFINITE.matcher(gloss).lookingAt();
    return abstraction || !COUNTED.contains(file);
  }

  /** "president of the United States": the noun before the first preposition decides. */
  private static String head(String[] words) {
    for (int i = 1; i < words.length; i++) {
      if (PREPOSITIONS.contains(words[i])) {
        return words[i - 1];
      }
    }
    return words[words.length - 1];
  }

  static String capitalised(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
