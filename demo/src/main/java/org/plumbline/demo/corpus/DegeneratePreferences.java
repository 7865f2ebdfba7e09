package org.plumbline.demo.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.plumbline.core.data.Preference;
import org.plumbline.core.random.Seeds;

/**
 * Preferences that we make: a sentence of the corpus, and the same one as a degenerate policy would
 * write it.
 *
 * <p>No person chose between the two; that the spoilt one is worse holds by construction. A grammar
 * checker finds many of them faultless. The prompt is empty, the group is the kind of {@link
 * Degeneration}. Which kind and where follow from the sentence by a named stream.
 */
public final class DegeneratePreferences {
  private static final int TRAIN = 4000;
  private static final int TEST = 1000;
  private static final int FEWEST_WORDS = 5;
  private static final int MOST_WORDS = 25;
  private static final Seeds SEEDS = new Seeds(0x646567656eL);
  private static final Pattern SENTENCE = Pattern.compile("(.*?)([.!?][\"')]?)");

  private DegeneratePreferences() {}

  /** Pairs from sentences that the language model may have learnt. */
  public static Stream<Preference> train() {
    return pairs(Corpus.sample().trainDocuments(), TRAIN).stream();
  }

  /** Pairs from held-out sentences. */
  public static Stream<Preference> test() {
    return pairs(Corpus.sample().unseenDocuments(), TEST).stream();
  }

  private static List<Preference> pairs(List<Document> documents, int count) {
    List<Preference> pairs = new ArrayList<>();
    for (Document document : documents) {
      if (pairs.size() == count) {
        break;
      }
      pair(document.text()).ifPresent(pairs::add);
    }
    return pairs;
  }

  /** Empty where the sentence is too short or too long, or the drawn kind leaves it as it is. */
  static Optional<Preference> pair(String sentence) {
    Matcher matcher = SENTENCE.matcher(sentence);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    List<String> words = List.of(matcher.group(1).split(" ", -1));
    if (words.size() < FEWEST_WORDS || words.size() > MOST_WORDS) {
      return Optional.empty();
    }
    SplittableRandom random = SEEDS.stream(sentence);
    Degeneration[] kinds = Degeneration.values();
    Degeneration kind = kinds[random.nextInt(kinds.length)];
    String spoilt = capital(String.join(" ", kind.spoil(words, random))) + matcher.group(2);
    return spoilt.equals(sentence)
        ? Optional.empty()
        : Optional.of(new Preference("", sentence, spoilt, OptionalDouble.empty(), kind.label()));
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
