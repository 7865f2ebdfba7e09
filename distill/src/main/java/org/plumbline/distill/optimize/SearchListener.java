package org.plumbline.distill.optimize;

/** Hears how far a search is. */
@FunctionalInterface
public interface SearchListener {
  /** Hears nothing. */
  SearchListener NOBODY = (done, what) -> {};

  /**
   * One more item is done.
   *
   * @param done items until now, over all parts
   * @param what the search does, in a few words
   */
  void evaluated(long done, String what);
}
