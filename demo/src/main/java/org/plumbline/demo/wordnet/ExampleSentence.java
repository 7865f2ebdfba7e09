package org.plumbline.demo.wordnet;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * WordNet's example phrases, written as sentences.
 *
 * <p>Many of them are no sentences ("a remarkable show of skill"). Those are left out: a model that
 * learns to end a sentence must not learn that one needs no verb.
 */
final class ExampleSentence {
  private static final Pattern ODD = Pattern.compile("[\\[\\]{}_=<>*#|~^\\\\/]|\\.\\.\\.|--");
  private static final Pattern END = Pattern.compile("[.!?]['\")]?$");
  private static final Pattern TRAILING = Pattern.compile("[,;:\\s-]+$");
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}'-]+");
  private static final Set<String> SUBJECTS =
      Set.of(
          "i", "you", "he", "she", "it", "we", "they", "there", "who", "what", "how", "why",
          "where", "don't", "let's");
  private static final int FEWEST_WORDS = 4;

  private final NounDictionary dictionary;

  ExampleSentence(NounDictionary dictionary) {
    this.dictionary = dictionary;
  }

  /**
   * With a capital letter and final punctuation; empty for scraps and for phrases without a verb.
   */
  Optional<String> of(String example) {
    String text = TRAILING.matcher(example.replace('`', '\'').strip()).replaceAll("");
    String[] words = SPACES.split(text);
    if (text.isEmpty()
        || words.length < FEWEST_WORDS
        || ODD.matcher(text).find()
        || !Character.isLetter(text.charAt(0))
        || !sentence(words)) {
      return Optional.empty();
    }
    String capital = NounPhrase.capitalised(String.join(" ", words));
    return Optional.of(END.matcher(capital).find() ? capital : capital + ".");
  }

  private boolean sentence(String[] words) {
    String first = bare(words[0]);
    if (SUBJECTS.contains(first) || imperative(first, bare(words[1]))) {
      return true;
    }
    Set<String> before = dictionary.tags(first);
    for (int i = 1; i < words.length; i++) {
      Set<String> tags = dictionary.tags(bare(words[i]));
      if (finite(tags, before, words[i - 1])) {
        return true;
      }
      before = tags;
    }
    return false;
  }

  /**
   * Modal, third person or past tense; a form that may be a noun or a participle counts after a
   * subject only.
   */
  private static boolean finite(Set<String> tags, Set<String> before, String previous) {
    boolean past = tags.contains("VBD");
    boolean surely =
        (tags.contains("MD") && !tags.contains("NN"))
            || (tags.contains("VBZ") && !tags.contains("NNS"))
            || (past && !tags.contains("VBN") && !tags.contains("NN") && !tags.contains("JJ"));
    if (surely) {
      return true;
    }
    boolean afterSubject =
        Character.isUpperCase(previous.charAt(0))
            || before.stream().anyMatch(tag -> tag.startsWith("PRP_S") || tag.startsWith("NN"));
    boolean plural = tags.contains("VBP") && before.contains("NNS");
    return afterSubject && !before.contains("JJ") && (past || plural);
  }

  private boolean imperative(String first, String second) {
    Set<String> tags = dictionary.tags(first);
    Set<String> next = dictionary.tags(second);
    boolean object = next.contains("DT") || next.stream().anyMatch(tag -> tag.startsWith("PRP"));
    boolean verbOnly = tags.stream().allMatch(tag -> tag.startsWith("VB"));
    return tags.contains("VB") && !tags.contains("IN") && (object || verbOnly);
  }

  private static String bare(String word) {
    return NO_LETTER.matcher(word).replaceAll("").toLowerCase(Locale.ROOT);
  }
}
