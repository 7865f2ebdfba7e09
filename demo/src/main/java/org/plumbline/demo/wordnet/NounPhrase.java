package org.plumbline.demo.wordnet;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A noun as the subject of a definition: with the article that it wants, and the verb that agrees.
 */
final class NounPhrase {
  private static final int ANIMAL = 5;
  private static final int ARTIFACT = 6;
  private static final int BODY = 8;
  private static final int EVENT = 11;
  private static final int GROUP = 14;
  private static final int PLACE = 15;
  private static final int THING = 17;
  private static final int PERSON = 18;
  private static final int PLANT = 20;
  private static final Set<Integer> COUNTED =
      Set.of(ANIMAL, ARTIFACT, BODY, EVENT, GROUP, PLACE, THING, PERSON, PLANT, 23, 25, 28);
  // Attributes, thoughts, feelings, food, phenomena, processes, states, substances.
  private static final Set<Integer> OFTEN_MASS = Set.of(7, 9, 12, 13, 19, 22, 26, 27);
  private static final Pattern ABSTRACT =
      Pattern.compile(
          ".*(ness|ity|ism|ship|hood|ance|ence|ics|logy|graphy|phobia|itis|osis|emia|pathy|nomy|metry|cracy|ing|tion|ment)");
  private static final Pattern NAME_WITH_ARTICLE =
      Pattern.compile(
          ".*\\b(River|Sea|Ocean|Desert|Mountains|Islands|Isles|Canal|Strait|Empire|Republic|Union|Kingdom|States|"
              + "War|Revolution|Alps|Desert|Gulf|Peninsula|Dynasty|Museum|Bridge|Tower)( of .*)?|Gulf of .*|Strait of .*|"
              + "Battle of .*|Bay of .*");
  private static final Pattern RIVER_OR_SEA =
      Pattern.compile(
          "(an? |the )?(\\S+ ){0,3}(river|ocean|sea|mountain range|desert|archipelago|canal|strait)\\b.*");
  private static final Pattern SILENT_OR_SOUNDED =
      Pattern.compile("(?i)(hour|honou?r|honest|heir|herb\\b|[aeiou]).*");
  private static final Pattern SOUNDS_LIKE_YOU_OR_ONE =
      Pattern.compile("(?i)(uni([^nm]|t)|use|usu|ut[ei]|ur[aoe]|eu|ewe|one\\b|once|ubi|uk).*");

  private static final Pattern FUNCTION_WORD =
      Pattern.compile(
          "of|in|on|for|to|at|by|with|from|that|which|who|whose|and|or|into|used|made|having|where|when|as|between|"
              + "have|has|can|are|were|will|\\w+ing|\\w+ed|consisting|located|born|noted|known|near|about|against|is|was|not|such|found|native|containing|under");

  private final NounDictionary dictionary;

  NounPhrase(NounDictionary dictionary) {
    this.dictionary = dictionary;
  }

  /**
   * Subject and verb, for example {@code A bicycle is}; empty for words that no sentence should
   * begin with.
   */
  Optional<String> subject(String lemma, Synset synset) {
    String[] words = lemma.split(" ");
    String head = head(words);
    if (latin(words, synset) || lemma.matches(".*[0-9/.].*")) {
      return Optional.empty();
    }
    boolean nickname =
        !lemma.contains(" ") && synset.lemmas().stream().anyMatch(other -> other.contains(" "));
    if (synset.individual() && synset.lexicographerFile() == PERSON && nickname) {
      return Optional.empty(); // "Tree is an English actor" helps nobody
    }
    if (synset.individual()) {
      return Optional.of(
          (named(lemma, synset) ? "The " : "")
              + capitalised(lemma)
              + verb(named(lemma, synset), head));
    }
    Set<String> tags = dictionary.tags(head);
    if (plural(tags)) {
      return Optional.of(capitalised(lemma) + " are");
    }
    if (lemma.matches("\\p{Lu}\\p{L}*") && synset.lexicographerFile() != PERSON
        || bare(lemma, head, tags, synset)) {
      return Optional.of(capitalised(lemma) + " is");
    }
    return Optional.of(article(lemma) + " " + lemma + " is");
  }

  static String article(String phrase) {
    boolean letters = phrase.matches("\\p{Lu}{2,}\\b.*") || phrase.matches("\\p{Lu}[- ].*");
    if (letters) {
      return phrase.matches("[AEFHILMNORSX].*") ? "An" : "A";
    }
    return SILENT_OR_SOUNDED.matcher(phrase).matches() && !sounded(phrase) ? "An" : "A";
  }

  private static boolean sounded(String phrase) {
    String lower = phrase.toLowerCase(Locale.ROOT);
    return !lower.matches("un(im|in|id|an).*") && SOUNDS_LIKE_YOU_OR_ONE.matcher(lower).matches();
  }

  private static boolean named(String lemma, Synset synset) {
    return !lemma.toLowerCase(Locale.ROOT).startsWith("the ")
        && synset.lexicographerFile() != PERSON
        && (NAME_WITH_ARTICLE.matcher(lemma).matches()
            || (synset.lexicographerFile() == THING
                && RIVER_OR_SEA.matcher(synset.gloss().definition()).matches()
                && !lemma.matches("(Lake|Mount|Loch) .*|.* (Lake|Island|Mount|Bay|Cape)")));
  }

  private static String verb(boolean named, String head) {
    return named && List.of("Mountains", "Islands", "Isles", "Alps").contains(head)
        ? " are"
        : " is";
  }

  /** Felis catus: a capital, then a word that English does not know; or a taxon. */
  private boolean latin(String[] words, Synset synset) {
    int file = synset.lexicographerFile();
    if (List.of(
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
                "tribe")
            .contains(words[0])
        && words.length == 2
        && Character.isUpperCase(words[1].charAt(0))) {
      return true;
    }
    if ((file != ANIMAL && file != PLANT && file != PERSON)
        || !Character.isUpperCase(words[0].charAt(0))) {
      return false;
    }
    String gloss = synset.gloss().definition();
    boolean taxon =
        gloss.matches(
            ".*\\b(genus|genera|family|families|order|class|phylum|division|subfamily|taxonomic)\\b.*");
    boolean binomial =
        words.length > 1
            && Character.isLowerCase(words[1].charAt(0))
            && dictionary.tags(words[words.length - 1]).isEmpty();
    return binomial || (words.length == 1 && taxon && file != PERSON);
  }

  private boolean bare(String lemma, String head, Set<String> tags, Synset synset) {
    String gloss = synset.gloss().definition();
    if (lemma.startsWith("the ") || synset.lexicographerFile() == PERSON) {
      return lemma.startsWith("the ");
    }
    if (allCapitals(lemma)) {
      return synset.lexicographerFile() != ARTIFACT;
    }
    if (tags.contains("NN:U")) {
      return synset.lexicographerFile() != ANIMAL && synset.lexicographerFile() != BODY;
    }
    if (tags.contains("NN") && !tags.contains("NN:UN")) {
      return false;
    }
    boolean counted = COUNTED.contains(synset.lexicographerFile());
    if (tags.contains("NN:UN")) {
      boolean oneOfMany = gloss.matches("(an?|any|one|either) .*");
      return !(oneOfMany && !OFTEN_MASS.contains(synset.lexicographerFile()));
    }
    return !counted || ABSTRACT.matcher(head).matches() && !gloss.matches("an? .*");
  }

  private static boolean allCapitals(String lemma) {
    return lemma.contains(" ") && lemma.matches("(\\p{Lu}\\S*)( (of|the|and|\\p{Lu}\\S*))*");
  }

  private static boolean plural(Set<String> tags) {
    return (tags.contains("NNS") || tags.contains("NNPS"))
        && tags.stream()
            .noneMatch(tag -> tag.equals("NN") || tag.startsWith("NN:") || tag.equals("NNP"));
  }

  /** "president of the United States": the noun before the first preposition decides. */
  private static String head(String[] words) {
    for (int i = 1; i < words.length; i++) {
      if (Set.of("of", "in", "on", "for", "to", "at", "by", "with", "from").contains(words[i])) {
        return words[i - 1];
      }
    }
    return words[words.length - 1];
  }

  /** Whether a phrase without determiner is headed by a count noun in the singular. */
  boolean counted(String[] words, String subject) {
    Set<String> tags = headTags(words);
    // "A muscadine is dull-purple grape": what is one thing is one of a kind.
    boolean one = subject.startsWith("A ") || subject.startsWith("An ");
    return (tags.contains("NN") || one && tags.contains("NN:UN")) && !plural(tags);
  }

  /** Whether a phrase without determiner is headed by a plural: "cookies containing chocolate". */
  boolean headedByPlural(String[] words) {
    return plural(headTags(words));
  }

  /**
   * Tags of the first noun that stands before a function word, a participle, a comma or the end.
   */
  private Set<String> headTags(String[] words) {
    for (int i = 0; i < words.length; i++) {
      Set<String> tags = dictionary.tags(words[i].replace(",", ""));
      boolean noun = tags.stream().anyMatch(tag -> tag.startsWith("NN"));
      boolean end = i + 1 == words.length || words[i].endsWith(",");
      if (noun && (end || FUNCTION_WORD.matcher(words[i + 1]).matches())) {
        return tags;
      }
    }
    return Set.of();
  }

  static String capitalised(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
