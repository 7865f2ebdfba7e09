package org.plumbline.distill.build;

import java.util.List;

/**
 * A pair of the corpus.
 *
 * @param id unique, and the same when the corpus is built again
 * @param language {@code zh}, {@code en} or {@code other}
 * @param keys what it shares with others from which it must not be parted: chapter, or the name of
 *     an item that is there in several languages
 */
public record CorpusItem(
    String id,
    String question,
    String answer,
    String language,
    Provenance provenance,
    List<String> keys) {
  public CorpusItem {
    keys = List.copyOf(keys);
  }

  /** By what it is compared with others: of an extracted pair the answer, for headings recur. */
  String comparedText() {
    return provenance.source().equals(Provenance.EXTRACTED) ? answer : question;
  }
}
