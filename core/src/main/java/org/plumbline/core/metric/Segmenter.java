package org.plumbline.core.metric;

/**
 * Finds the words of texts that have no blanks between them, such as Chinese.
 *
 * <p>Scores on words depend on the segmenter and its dictionary: they stand beside each figure, and
 * figures of different segmenters do not compare. {@code distill.segment} has two.
 */
public interface Segmenter extends TokenRule {

  /** What words it knows: its own list, and a file of the user's with its hash. */
  String dictionary();

  /** Whether it finds the same words when several threads ask at once. */
  boolean threadSafe();
}
