package org.plumbline.demo.corpus;

import java.util.Locale;

/**
 * One text of the corpus.
 *
 * @param subject for a definition the beginning up to its verb; else empty
 * @param common whether the defined word is in common use; true for all that is no definition
 */
record Document(Kind kind, String text, String subject, boolean common) {

  /** Where a text comes from. */
  enum Kind {
    /** Made from a gloss of WordNet. */
    DEFINITION,
    /** An example sentence of WordNet. */
    EXAMPLE,
    /** A correct example sentence of LanguageTool. */
    SENTENCE;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
