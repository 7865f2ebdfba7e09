package org.plumbline.distill.dedup;

/**
 * A text that is not kept, and why.
 *
 * @param id the text
 * @param kept the one that is kept in its place
 * @param method how it was found
 * @param similarity of the two by that method, 1 for equal texts
 * @param reason why the other one is kept
 */
public record Duplicate(String id, String kept, Method method, double similarity, Reason reason) {

  /** How a duplicate was found. */
  public enum Method {
    /** Equal after folding of case, width, punctuation and blanks. */
    EXACT,
    /** Jaccard similarity of character n-grams, found by MinHash. */
    MINHASH,
    /** Cosine of embeddings. */
    EMBEDDING
  }

  /** Why the other text is kept. */
  public enum Reason {
    /** It has the better rank. */
    RANK,
    /** The ranks are equal, and its id is the first. */
    FIRST_ID
  }
}
