package org.plumbline.demo.wordnet;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns a gloss into an English sentence about its word.
 *
 * <p>"bicycle | a wheeled vehicle that has two wheels" becomes "A bicycle is a wheeled vehicle that
 * has two wheels."
 */
final class Definition {
  private static final Pattern DETERMINED =
      Pattern.compile(
          "(an?|the|any|one|either|each|all|some|something|someone|anything|anyone|what|that which|those|several|two|"
              + "three|four|his|her|their|its|every|no) .*");
  private static final Pattern STATES_OF_ONE =
      Pattern.compile(
          "(United States|American|British|French|German|Italian|English|Russian|Greek|Roman|Spanish|Austrian|Dutch|Scottish|Irish|Swiss|Canadian|Polish|Norwegian|Swedish|Danish|Hungarian|Czech|Belgian|Israeli|Indian|Chinese|Japanese|Australian|Mexican|Jewish|Hebrew|Argentine|Soviet|Prussian|Flemish|Finnish|South African|Portuguese) .*");
  private static final Pattern OF_PEOPLE =
      Pattern.compile(
          ".*\\b(people|person|persons|someone|mind|mentally|feelings?|emotions?|manners|conduct|temperament|mood|attitude|"
              + "clothes|dressed|age)\\b.*");

  private final NounPhrase nouns;

  Definition(NounPhrase nouns) {
    this.nouns = nouns;
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
      case NOUN -> nouns.subject(lemma, synset).flatMap(subject -> noun(subject, synset, gloss));
      case VERB -> verb(lemma, synset, gloss);
      case ADJECTIVE -> adjective(lemma, gloss);
      case ADVERB -> adverb(lemma, gloss);
    };
  }

  private static boolean usable(String gloss) {
    return gloss.indexOf(' ') > 0
        && !gloss.matches(".*[\"()\\[\\]{}_=<>*;:].*")
        && !gloss.startsWith("used ")
        && !gloss.matches(
            "(comprises|includes|consists|abbreviation|symbol|combining form|prefix|suffix|see|cf|variant) .*")
        && gloss.length() <= 200;
  }

  private Optional<Sentence> noun(String subject, Synset synset, String gloss) {
    if (gloss.toLowerCase(Locale.ROOT).matches("(of|in|to|when|where|if|for|at) .*")) {
      return Optional.empty();
    }
    boolean plural = subject.endsWith(" are");
    if (!plural && !DETERMINED.matcher(gloss).matches() && nouns.headedByPlural(gloss.split(" "))) {
      return Optional.empty();
    }
    String rest =
        gloss.replaceFirst("^(usually|often|formerly|originally|especially) (?=an? |the )", "");
    if (DETERMINED.matcher(rest).matches()
        || plural
        || rest.matches("(being|having|not|usually|generally) .*")) {
      return Optional.of(new Sentence(subject, rest));
    }
    if (synset.individual()) {
      return Optional.of(individual(subject, rest));
    }
    return Optional.of(new Sentence(subject, withArticle(rest, subject)));
  }

  private Sentence individual(String subject, String gloss) {
    if (gloss.matches(
        "(capital|largest|smallest|highest|longest|second|first|last|northern\\w*|southern\\w*|eastern\\w*|western\\w*) .*")) {
      return new Sentence(subject, "the " + gloss);
    }
    boolean nation = STATES_OF_ONE.matcher(gloss).matches();
    boolean counted = nation || nouns.counted(gloss.split(" "), subject);
    return new Sentence(
        subject,
        counted ? NounPhrase.article(gloss).toLowerCase(Locale.ROOT) + " " + gloss : gloss);
  }

  /** "small boat for ..." wants an article, "water that ..." and "small boats" do not. */
  private String withArticle(String gloss, String subject) {
    return nouns.counted(gloss.split(" "), subject)
        ? NounPhrase.article(gloss).toLowerCase(Locale.ROOT) + " " + gloss
        : gloss;
  }

  private static Optional<Sentence> verb(String lemma, Synset synset, String gloss) {
    if (gloss.matches("(of|in|used|especially) .*")
        || gloss.matches("\\p{Lu}.*")
        || gloss.matches(".*\\b" + Pattern.quote(lemma) + "\\b.*")) {
      return Optional.empty();
    }
    String action = gloss.replaceFirst("^to ", "");
    boolean plain =
        action.matches("(not|be|or|and) .*|.*\\b(or|and|not) be\\b.*") || lemma.contains("one's");
    return Optional.of(
        switch (plain ? 0 : Integer.parseInt(synset.id().substring(1)) % 4) {
          case 1 ->
              new Sentence("If you " + lemma + ",", "you " + personal(action, "your", "yourself"));
          case 2 ->
              new Sentence(
                  "When people " + lemma + ",", "they " + personal(action, "their", "themselves"));
          default -> new Sentence("To " + lemma + " is", "to " + action);
        });
  }

  private static String personal(String action, String possessive, String reflexive) {
    return action.replaceAll("\\bone's\\b", possessive).replaceAll("\\boneself\\b", reflexive);
  }

  private static Optional<Sentence> adjective(String lemma, String gloss) {
    if (gloss.matches("(used|of|in|for) (a|an|the|or) .*") && !gloss.startsWith("of or ")
        || lemma.contains(" ")
        || gloss.matches("(being|lasting|the|denoting|said) .*")) {
      return Optional.empty();
    }
    String subject = OF_PEOPLE.matcher(gloss).matches() ? "Someone who is " : "Something that is ";
    String predicate = predicate(gloss);
    return Optional.of(
        predicate.startsWith("is ")
            ? new Sentence(subject + lemma + " is", predicate.substring(3))
            : new Sentence(subject + lemma, predicate));
  }

  // "relating to or situated in", "having or showing": one finite verb would need two.
  private static final Pattern TWO_PREDICATES =
      Pattern.compile(
          "(\\w+ing|of or \\w+ing) (\\w+ )?(or|and) (\\w+ed|\\w+ing|situated|characteristic|used|made|like|typical|near|in|being)\\b.*"
              + "|\\w+ing .* (or|and) \\w+ing .*");

  private static final List<List<String>> PARTICIPLES =
      List.of(
          List.of("^not having\\b", "does not have"),
          List.of("^resulting\\b", "results"),
          List.of("^concerning\\b", "concerns"),
          List.of("^occurring\\b", "occurs"),
          List.of("^happening\\b", "happens"),
          List.of("^growing\\b", "grows"),
          List.of("^living\\b", "lives"),
          List.of("^deserving\\b", "deserves"),
          List.of("^providing\\b", "provides"),
          List.of("^of or relating to\\b", "relates to"),
          List.of("^(of or )?pertaining to\\b", "pertains to"),
          List.of("^relating to\\b", "relates to"),
          List.of("^having\\b", "has"),
          List.of("^lacking\\b", "lacks"),
          List.of("^tending\\b", "tends"),
          List.of("^containing\\b", "contains"),
          List.of("^causing\\b", "causes"),
          List.of("^showing\\b", "shows"),
          List.of("^resembling\\b", "resembles"),
          List.of("^involving\\b", "involves"),
          List.of("^consisting\\b", "consists"),
          List.of("^requiring\\b", "requires"),
          List.of("^expressing\\b", "expresses"),
          List.of("^producing\\b", "produces"),
          List.of("^giving\\b", "gives"),
          List.of("^making\\b", "makes"),
          List.of("^using\\b", "uses"),
          List.of("^belonging\\b", "belongs"));

  private static String predicate(String gloss) {
    if (TWO_PREDICATES.matcher(gloss).matches()) {
      return "is " + gloss;
    }
    for (List<String> pair : PARTICIPLES) {
      String changed = gloss.replaceFirst(pair.get(0), pair.get(1));
      if (!changed.equals(gloss)) {
        return changed;
      }
    }
    return "is " + gloss;
  }

  private static Optional<Sentence> adverb(String lemma, String gloss) {
    boolean manner =
        lemma.endsWith("ly")
            && !lemma.contains(" ")
            && gloss.matches(
                "(in an? .* (manner|way|fashion|style|tone|voice|mood|spirit|degree|pitch)|with .*|without .*)");
    return manner
        ? Optional.of(new Sentence("To do something " + lemma + " is", "to do it " + gloss))
        : Optional.empty();
  }
}
