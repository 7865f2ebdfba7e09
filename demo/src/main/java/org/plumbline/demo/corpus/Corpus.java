package org.plumbline.demo.corpus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.plumbline.core.random.Seeds;
import org.plumbline.demo.corpus.Document.Kind;
import org.plumbline.demo.grammar.RuleExample;
import org.plumbline.demo.grammar.RuleExample.Correct;
import org.plumbline.demo.grammar.RuleExample.Corrected;
import org.plumbline.demo.grammar.RuleExamples;
import org.plumbline.demo.grammar.RuleSplit;
import org.plumbline.demo.wordnet.WordNetTexts;

/**
 * English sentences for a small language model, from WordNet and from LanguageTool's correct
 * examples.
 *
 * <p>A sentence is held out with all others of its synonym set or its rule. Rules that the
 * preferences keep for tests give nothing to the training texts, and no text of theirs is in them
 * even where another source has it too. Documents come in an order that a hash of their text
 * decides, so any first part is a fair sample.
 */
public final class Corpus {
  private static final double HELD_OUT_PART = 0.02;
  private static final double SAMPLED_PART = 0.2;
  private static final Seeds ORDER = new Seeds(0x6f72646572L);

  private final List<Document> train;
  private final List<Document> heldOut;
  private final List<Document> unseen;

  private Corpus(List<Document> train, List<Document> heldOut, List<Document> unseen) {
    this.train = train;
    this.heldOut = heldOut;
    this.unseen = unseen;
  }

  /** All of it, from the class path. */
  public static Corpus read() {
    return read(1);
  }

  /** The held-out texts and a part of the others, for who needs no more and has no time. */
  static Corpus sample() {
    return read(SAMPLED_PART);
  }

  private static Corpus read(double part) {
    WordNetTexts wordNet = WordNetTexts.read(synset -> RuleSplit.fraction("synset", synset) < part);
    List<RuleExample> rules = RuleExamples.read();
    var split = new Splitter(testTexts(rules), wordNet.rudeWords());
    for (WordNetTexts.Sentence sentence : wordNet.sentences()) {
      boolean held = RuleSplit.fraction("synset", sentence.synset()) < HELD_OUT_PART;
      Kind kind = sentence.subject().isEmpty() ? Kind.EXAMPLE : Kind.DEFINITION;
      split.add(
          new Document(kind, sentence.text(), sentence.subject(), sentence.common()), held, held);
    }
    for (RuleExample example : rules) {
      boolean held = RuleSplit.test(example.rule());
      boolean perplexity = RuleSplit.heldOut(example.rule(), HELD_OUT_PART);
      CorrectSentence.of(good(example))
          .ifPresent(
              text -> split.add(new Document(Kind.SENTENCE, text, "", true), held, perplexity));
    }
    return split.corpus();
  }

  /** Texts to learn from, one document an item. */
  public Stream<String> train() {
    return train.stream().map(Document::text);
  }

  /** Texts to measure perplexity on: two per cent of the synonym sets and of the rules. */
  public Stream<String> heldOut() {
    return heldOut.stream().map(Document::text);
  }

  List<Document> trainDocuments() {
    return train;
  }

  /** Held-out texts, and those of all rules that are kept for tests. */
  List<Document> unseenDocuments() {
    return unseen;
  }

  private static String good(RuleExample example) {
    return switch (example) {
      case Correct correct -> correct.text();
      case Corrected corrected -> corrected.corrected();
    };
  }

  private static Set<String> testTexts(List<RuleExample> rules) {
    var texts = new HashSet<String>();
    for (RuleExample example : rules) {
      if (RuleSplit.test(example.rule())) {
        texts.add(good(example));
        if (example instanceof Corrected pair) {
          texts.add(pair.faulty());
        }
      }
    }
    return texts;
  }

  /** Sends each document to one side, once. */
  private static final class Splitter {
    private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}-]+");

    private final Set<String> testTexts;
    private final Set<String> rudeWords;
    private final Map<String, Document> train = new LinkedHashMap<>();
    private final Map<String, Document> heldOut = new LinkedHashMap<>();
    private final Map<String, Document> unseen = new LinkedHashMap<>();

    private Splitter(Set<String> testTexts, Set<String> rudeWords) {
      this.testTexts = testTexts;
      this.rudeWords = rudeWords;
    }

    private void add(Document document, boolean held, boolean perplexity) {
      String text = document.text();
      if (rude(text)) {
        return;
      }
      if (held) {
        unseen.putIfAbsent(text, document);
        if (perplexity) {
          heldOut.putIfAbsent(text, document);
        }
      } else if (!testTexts.contains(text)) {
        train.putIfAbsent(text, document);
      }
    }

    private boolean rude(String text) {
      for (String word : NO_LETTER.split(text.toLowerCase(Locale.ROOT))) {
        if (rudeWords.contains(word)) {
          return true;
        }
      }
      return false;
    }

    private Corpus corpus() {
      train.keySet().removeAll(unseen.keySet());
      return new Corpus(ordered(train), ordered(heldOut), ordered(unseen));
    }

    private static List<Document> ordered(Map<String, Document> documents) {
      record Place(long key, Document document) {}
      var places = new ArrayList<Place>(documents.size());
      for (Document document : documents.values()) {
        places.add(new Place(ORDER.child(document.text()).root(), document));
      }
      places.sort(
          Comparator.comparingLong(Place::key).thenComparing(place -> place.document().text()));
      return places.stream().map(Place::document).toList();
    }
  }
}
