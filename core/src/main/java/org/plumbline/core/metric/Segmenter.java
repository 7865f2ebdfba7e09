package org.plumbline.core.metric;

/**
 * Finds the words of texts that have no blanks between them, such as Chinese.
 *
 * <p>Scores on words depend on the segmenter and its dictionary: they stand beside each figure, and
 * figures of different segmenters do not compare. Several threads may ask at once. {@code
 * distill.segment} has two.
 */
public interface Segmenter extends TokenRule {

  /** What words it knows: its own list, and a file of the user's with its hash. */
  String dictionary();
}
