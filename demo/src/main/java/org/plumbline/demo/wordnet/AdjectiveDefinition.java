package org.plumbline.demo.wordnet;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plumbline.demo.wordnet.Definition.Sentence;

/** Sentences about adjectives: "Something that is large is above average in size." */
final class AdjectiveDefinition {
  private static final Pattern OF_A_KIND =
      Pattern.compile("(used|in|for) (a|an|the|or) |of (a|an|the) ");
  private static final Pattern NO_PREDICATE = Pattern.compile("(being|lasting|the|denoting|said) ");
  private static final Pattern OF_PEOPLE =
      Pattern.compile(
          "\\b(people|person|persons|someone|mind|mentally|feelings?|emotions?|manners|conduct|temperament|mood|"
              + "attitude|clothes|dressed|age)\\b");
  // "relating to or situated in", "having or showing": one finite verb would need two.
  private static final Pattern TWO_PREDICATES =
      Pattern.compile(
          "(\\w+ing|of or \\w+ing) (\\w+ )?(or|and) "
              + "(\\w+ed|\\w+ing|situated|characteristic|used|made|like|typical|near|in|being)\\b"
              + "|\\w+ing .* (or|and) \\w+ing ");

  /** How a gloss begins, and the finite verb that says the same. */
  private record Participle(Pattern beginning, String verb) {
    private Participle(String beginning, String verb) {
      this(Pattern.compile(beginning + "\\b"), verb);
    }
  }

  private static final List<Participle> PARTICIPLES =
      List.of(
          new Participle("not having", "does not have"),
          new Participle("resulting", "results"),
          new Participle("concerning", "concerns"),
          new Participle("occurring", "occurs"),
          new Participle("happening", "happens"),
          new Participle("growing", "grows"),
          new Participle("living", "lives"),
          new Participle("deserving", "deserves"),
          new Participle("providing", "provides"),
          new Participle("of or relating to", "relates to"),
          new Participle("(of or )?pertaining to", "pertains to"),
          new Participle("relating to", "relates to"),
          new Participle("having", "has"),
          new Participle("lacking", "lacks"),
          new Participle("tending", "tends"),
          new Participle("containing", "contains"),
          new Participle("causing", "causes"),
          new Participle("showing", "shows"),
          new Participle("resembling", "resembles"),
          new Participle("involving", "involves"),
          new Participle("consisting", "consists"),
          new Participle("requiring", "requires"),
          new Participle("expressing", "expresses"),
          new Participle("producing", "produces"),
          new Participle("giving", "gives"),
          new Participle("making", "makes"),
          new Participle("using", "uses"),
          new Participle("belonging", "belongs"));

  private AdjectiveDefinition() {}

  /** Empty where the gloss is no predicate. */
  static Optional<Sentence> of(String lemma, String gloss) {
    if (lemma.contains(" ")
        || OF_A_KIND.matcher(gloss).lookingAt()
        || NO_PREDICATE.matcher(gloss).lookingAt()) {
      return Optional.empty();
    }
    String subject = OF_PEOPLE.matcher(gloss).find() ? "Someone who is " : "Something that is ";
    return Optional.of(
        finite(gloss)
            .map(predicate -> new Sentence(subject + lemma, predicate))
            .orElseGet(() -> new Sentence(subject + lemma + " is", gloss)));
  }

  private static Optional<String> finite(String gloss) {
    if (TWO_PREDICATES.matcher(gloss).lookingAt()) {
      return Optional.empty();
    }
    for (Participle participle : PARTICIPLES) {
      Matcher beginning = participle.beginning().matcher(gloss);
      if (beginning.lookingAt()) {
        return Optional.of(participle.verb() + gloss.substring(beginning.end()));
      }
    }
    return Optional.empty();
  }
}
