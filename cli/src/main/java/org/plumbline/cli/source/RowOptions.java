package org.plumbline.cli.source;

import java.util.List;
import org.plumbline.core.data.Columns;
import org.plumbline.core.data.InvalidRows;
import org.plumbline.core.options.Option;

/**
 * How rows of data files are read.
 *
 * @param column our column names and the file's, as in {@code prompt=question}
 * @param skipInvalid whether rows that break a rule are left out and counted
 */
public record RowOptions(
    @Option("columns of other names, such as prompt=question") List<String> column,
    @Option("leave out rows that break a rule, and count them") boolean skipInvalid) {
  /** Usual names; a broken row is refused. */
  public static final RowOptions DEFAULT = new RowOptions(List.of(), false);

  public RowOptions {
    column = List.copyOf(column);
  }

  Columns columns() {
    return Columns.parse(column);
  }

  InvalidRows invalidRows() {
    return skipInvalid ? InvalidRows.skip() : InvalidRows.refuse();
  }
}
