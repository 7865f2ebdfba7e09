package org.plumbline.demo.corpus;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.plumbline.core.data.Prompt;
import org.plumbline.core.random.Seeds;
import org.plumbline.demo.corpus.Document.Kind;

/**
 * Beginnings of sentences, two to five words long.
 *
 * <p>A definition gives its subject and verb ("A bicycle is"), any other sentence its first words.
 * The group is the kind of text. Test prompts come from unseen texts only, and none of them is a
 * training prompt too.
 */
public final class CorpusPrompts {
  private static final int FEWEST_WORDS = 2;
  private static final int MOST_WORDS = 5;
  private static final int TRAIN_PER_KIND = 4000;
  private static final int TEST_PER_KIND = 400;
  private static final Seeds LENGTHS = new Seeds(0x70726f6d7074L);

  private CorpusPrompts() {}

  /** Beginnings of texts that the language model may have learnt. */
  public static Stream<Prompt> train() {
    Corpus corpus = Corpus.sample();
    Set<String> unseen = beginnings(corpus.unseenDocuments(), Set.of(), Integer.MAX_VALUE).keySet();
    return beginnings(corpus.trainDocuments(), unseen, TRAIN_PER_KIND).values().stream();
  }

  /** Beginnings of held-out texts. */
  public static Stream<Prompt> test() {
    return beginnings(Corpus.sample().unseenDocuments(), Set.of(), TEST_PER_KIND).values().stream();
  }

  private static Map<String, Prompt> beginnings(
      List<Document> documents, Set<String> except, int mostPerKind) {
    var counts = new EnumMap<Kind, Integer>(Kind.class);
    var prompts = new LinkedHashMap<String, Prompt>();
    for (Document document : documents) {
      String text = beginning(document);
      boolean room = counts.getOrDefault(document.kind(), 0) < mostPerKind;
      if (room && !text.isEmpty() && !except.contains(text) && !prompts.containsKey(text)) {
        prompts.put(text, new Prompt(text, document.kind().label()));
        counts.merge(document.kind(), 1, Integer::sum);
      }
    }
    return prompts;
  }

  /** Empty where a text has no beginning that leaves something to say. */
  static String beginning(Document document) {
    String[] words = document.text().split(" ", -1);
    int drawn = LENGTHS.stream(document.text()).nextInt(FEWEST_WORDS, MOST_WORDS + 1);
    int length =
        switch (document.kind()) {
          case DEFINITION -> document.common() ? document.subject().split(" ", -1).length : 0;
          case EXAMPLE, SENTENCE -> Math.max(drawn, FEWEST_WORDS + 1);
        };
    if (length < FEWEST_WORDS || length > MOST_WORDS || words.length < length + 2) {
      return "";
    }
    var parts = new ArrayList<>(List.of(words).subList(0, length));
    boolean clean = parts.stream().allMatch(word -> word.matches("[\\p{L}'-]+,?"));
    String text = String.join(" ", parts);
    return clean && !(document.kind() != Kind.DEFINITION && text.endsWith(",")) ? text : "";
  }
}
