package org.plumbline.core.data;

import org.jspecify.annotations.Nullable;

/** Rows of a data file, one after another, each as the text of one JSON object. */
public interface RowSource extends AutoCloseable {

  /** What messages call it. */
  String source();

  /** Where the row stands that came last: the file, and its line or its row. */
  String place();

  /**
   * The next row in UTF-8, or null after the last; blank for none.
   *
   * @throws org.plumbline.core.error.InvalidInputException if what follows is no row, and {@link
   *     InvalidRows} refuse it
   * @throws org.plumbline.core.error.FailedException if reading fails
   */
  byte @Nullable [] next();

  @Override
  void close();
}
