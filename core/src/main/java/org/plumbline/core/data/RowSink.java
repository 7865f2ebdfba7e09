package org.plumbline.core.data;

import java.util.Map;

/**
 * A file that rows are written into.
 *
 * <p>{@link #finish} makes it whole; a sink that is closed without it leaves no file, or, where
 * rows are appended as they come, those that came.
 */
public interface RowSink extends AutoCloseable {

  /** A row of texts, numbers, truth values, lists and maps, in the map's order. */
  void write(Map<String, ?> row);

  /** Says that all rows have been written. */
  void finish();

  @Override
  void close();
}
