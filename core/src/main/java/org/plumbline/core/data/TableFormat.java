package org.plumbline.core.data;

import java.nio.file.Path;
import java.util.Set;

/**
 * Files of rows other than JSON Lines; found by {@link java.util.ServiceLoader}.
 *
 * <p>{@code plumbline-tables} brings CSV and Parquet.
 */
public interface TableFormat {

  /** How names of such files end, in small letters, such as {@code .csv}. */
  Set<String> endings();

  /**
   * Opens a file to be read, row by row.
   *
   * @param numbers columns that hold numbers, for a format that knows text alone
   * @param invalid told of what is no row at all
   * @throws org.plumbline.core.error.InvalidInputException if it is no such file
   */
  RowSource open(Path file, Set<String> numbers, InvalidRows invalid);

  /** A file to be written; it appears whole, in its place, when the sink is finished. */
  RowSink create(Path file);
}
