package org.plumbline.tables;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.data.RowSource;
import org.plumbline.core.error.FailedException;

/**
 * Rows of a query over one file, as they come.
 *
 * <p>DuckDB's streamed results end without a word where reading fails, so the rows are counted
 * against what a query of its own has counted before.
 */
final class TableRows implements RowSource {
  private final String source;
  private final Connection connection;
  private final ResultSet results;
  private final List<String> columns;
  private final JsonValues values;
  private final Expected expected;
  private long read;
  private long row;

  /**
   * What a file must give.
   *
   * @param rows how many whole rows
   * @param left numbers of the rows that are left out, from 1, in their order
   */
  record Expected(long rows, List<Long> left) {}

  TableRows(
      Path file,
      Connection connection,
      ResultSet results,
      List<String> columns,
      Set<String> numbers,
      Expected expected) {
    this.source = file.toString();
    this.connection = connection;
    this.results = results;
    this.columns = columns;
    this.values = new JsonValues(numbers);
    this.expected = expected;
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public String place() {
    return "%s, row %d".formatted(source, row);
  }

  @Override
  public byte @Nullable [] next() {
    try {
      if (!results.next()) {
        requireAll();
        return null;
      }
      advance();
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      for (int i = 0; i < columns.size(); i++) {
        json.set(columns.get(i), values.of(columns.get(i), results.getObject(i + 1)));
      }
      return json.toString().getBytes(StandardCharsets.UTF_8);
    } catch (SQLException e) {
      throw new FailedException(broken(DuckDb.reason(e)), e);
    }
  }

  /** The number of the row in the file, past those that are left out. */
  private void advance() {
    read++;
    row++;
    while (row - read < expected.left.size() && expected.left.get((int) (row - read)) == row) {
      row++;
    }
  }

  private void requireAll() {
    if (read != expected.rows) {
      throw new FailedException(broken("it ends there"));
    }
  }

  private String broken(String reason) {
    return "could not read on after row %d of '%s', which has %d: %s; it is damaged, or was changed meanwhile"
        .formatted(row, source, expected.rows + expected.left.size(), reason);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new FailedException("could not close '%s': %s".formatted(source, DuckDb.reason(e)), e);
    }
  }
}
