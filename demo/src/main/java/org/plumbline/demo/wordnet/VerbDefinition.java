package org.plumbline.demo.wordnet;

import java.util.Optional;
import java.util.regex.Pattern;
import org.plumbline.demo.wordnet.Definition.Sentence;

/**
 * Sentences about verbs: "To run is to move fast.", "If you run, you move fast.", "When people run,
 * they move fast."
 */
final class VerbDefinition {
  private static final Pattern NO_VERB_FIRST = Pattern.compile("(of|in|used|especially) |\\p{Lu}");
  private static final Pattern INFINITIVE = Pattern.compile("^to ");
  private static final Pattern WITH_BE = Pattern.compile("^(not|be|or|and) |\\b(or|and|not) be\\b");
  private static final Pattern ONES = Pattern.compile("\\bone's\\b");
  private static final Pattern ONESELF = Pattern.compile("\\boneself\\b");

  private VerbDefinition() {}

  /** Empty where the gloss uses the verb itself, or begins with another word. */
  static Optional<Sentence> of(String lemma, Synset synset) {
    String gloss = synset.gloss().definition();
    if (NO_VERB_FIRST.matcher(gloss).lookingAt() || containsWord(gloss, lemma)) {
      return Optional.empty();
    }
    String action = INFINITIVE.matcher(gloss).replaceFirst("");
    // "be" would have to become "are", so such glosses keep the infinitive.
    boolean plain = WITH_BE.matcher(action).find() || lemma.contains("one's");
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

  private static boolean containsWord(String gloss, String lemma) {
    return gloss.contains(lemma)
        && Pattern.compile("\\b" + Pattern.quote(lemma) + "\\b").matcher(gloss).find();
  }

  private static String personal(String action, String possessive, String reflexive) {
    return ONESELF.matcher(ONES.matcher(action).replaceAll(possessive)).replaceAll(reflexive);
  }
}
