package org.plumbline.demo.wordnet;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.plumbline.demo.wordnet.Definition.Sentence;

/** Sentences about nouns: "A bicycle is a wheeled vehicle.", "Paris is the capital of France." */
final class NounDefinition {
  private static final Pattern NO_NOUN_FIRST =
      Pattern.compile("(?i)(of|in|to|when|where|if|for|at) ");
  private static final Pattern HEDGE =
      Pattern.compile("^(usually|often|formerly|originally|especially) (?=an? |the )");
  private static final Pattern DETERMINED =
      Pattern.compile(
          "(an?|the|any|one|either|each|all|some|something|someone|anything|anyone|what|that which|those|several|two|"
              + "three|four|his|her|their|its|every|no) ");
  private static final Pattern PREDICATE = Pattern.compile("(being|having|not|usually|generally) ");
  private static final Pattern ONLY_ONE =
      Pattern.compile(
          "(capital|largest|smallest|highest|longest|second|first|last|northern\\w*|southern\\w*|eastern\\w*|western\\w*) ");
  private static final Pattern NATION =
      Pattern.compile(
          "(United States|American|British|French|German|Italian|English|Russian|Greek|Roman|Spanish|Austrian|Dutch|"
              + "Scottish|Irish|Swiss|Canadian|Polish|Norwegian|Swedish|Danish|Hungarian|Czech|Belgian|Israeli|Indian|"
              + "Chinese|Japanese|Australian|Mexican|Jewish|Hebrew|Argentine|Soviet|Prussian|Flemish|Finnish|"
              + "South African|Portuguese) ");
  private static final Pattern FUNCTION_WORD =
      Pattern.compile(
          "of|in|on|for|to|at|by|with|from|that|which|who|whose|and|or|into|used|made|having|where|when|as|between|"
              + "have|has|can|are|were|will|\\w+ing|\\w+ed|consisting|located|born|noted|known|near|about|against|is|was|"
              + "not|such|found|native|containing|under");

  private final NounDictionary dictionary;
  private final NounPhrase subjects;

  NounDefinition(NounDictionary dictionary) {
    this.dictionary = dictionary;
    this.subjects = new NounPhrase(dictionary);
  }

  /** Empty where the gloss is no noun phrase, or subject and gloss differ in number. */
  Optional<Sentence> of(String lemma, Synset synset) {
    String gloss = synset.gloss().definition();
    if (NO_NOUN_FIRST.matcher(gloss).lookingAt()) {
      return Optional.empty();
    }
    return subjects.subject(lemma, synset).flatMap(subject -> sentence(subject, synset, gloss));
  }

  private Optional<Sentence> sentence(String subject, Synset synset, String gloss) {
    boolean plural = subject.endsWith(" are");
    Set<String> head = headTags(gloss.split(" ", -1));
    if (!plural && !DETERMINED.matcher(gloss).lookingAt() && NounDictionary.plural(head)) {
      return Optional.empty();
    }
    String rest = HEDGE.matcher(gloss).replaceFirst("");
    boolean whole =
        plural || DETERMINED.matcher(rest).lookingAt() || PREDICATE.matcher(rest).lookingAt();
    if (whole) {
      return Optional.of(new Sentence(subject, rest));
    }
    if (synset.individual() && ONLY_ONE.matcher(rest).lookingAt()) {
      return Optional.of(new Sentence(subject, "the " + rest));
    }
    boolean nation = synset.individual() && NATION.matcher(rest).lookingAt();
    return Optional.of(
        new Sentence(
            subject,
            nation || counted(headTags(rest.split(" ", -1)), subject)
                ? Article.of(rest).toLowerCase(Locale.ROOT) + " " + rest
                : rest));
  }

  /** "small boat for ..." wants an article, "water that ..." and "small boats" do not. */
  private static boolean counted(Set<String> head, String subject) {
    // "A muscadine is dull-purple grape": what is one thing is one of a kind.
    boolean one = subject.startsWith("A ") || subject.startsWith("An ");
    return (head.contains("NN") || one && head.contains("NN:UN")) && !NounDictionary.plural(head);
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
}
