package org.plumbline.tables;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.plumbline.core.data.InvalidRows;
import org.plumbline.core.data.RowSource;
import org.plumbline.core.error.InvalidInputException;

/** Opens a CSV file: once through it to find what is broken, then row by row. */
final class CsvRows {
  /** Longest row in bytes. */
  private static final int LONGEST = 16 << 20;

  private static final int SHOWN = 60;

  private CsvRows() {}

  static RowSource open(Path file, Set<String> numbers, InvalidRows invalid) {
    List<String> names = CsvHeader.read(file);
    if (names.isEmpty()) {
      throw new InvalidInputException(
          "data must hold at least one row; '%s' is empty".formatted(file));
    }
    Connection connection = DuckDb.reaching(file);
    try {
      TableRows.Expected expected = check(connection, file, names.size(), invalid);
      ResultSet results =
          connection.createStatement().executeQuery("SELECT * FROM " + table(file, names.size()));
      return new TableRows(file, connection, results, names, numbers, expected);
    } catch (SQLException e) {
      DuckDb.close(connection);
      throw new InvalidInputException(
          "'%s' must be a CSV file with a header and commas: %s".formatted(file, DuckDb.reason(e)),
          e);
    } catch (InvalidInputException e) {
      DuckDb.close(connection);
      throw e;
    }
  }

  /**
   * Everything is said, so that DuckDB guesses nothing. Broken rows are noted and passed over both
   * times; its {@code ignore_errors} ends the file at a broken quote.
   */
  private static String table(Path file, int columns) {
    String types =
        IntStream.range(0, columns)
            .mapToObj("'c%d': 'VARCHAR'"::formatted)
            .collect(Collectors.joining(", "));
    return ("read_csv(%s, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"',"
            + " nullstr = '\u0001', strict_mode = true, max_line_size = %d, buffer_size = %d, columns = {%s}, store_rejects = true)")
        .formatted(DuckDb.literal(file), LONGEST, 2 * LONGEST, types);
  }

  private static TableRows.Expected check(
      Connection connection, Path file, int columns, InvalidRows invalid) throws SQLException {
    String all =
        IntStream.range(0, columns)
            .mapToObj("count(c%d)"::formatted)
            .collect(Collectors.joining(", "));
    long rows = 0;
    try (Statement statement = connection.createStatement();
        ResultSet counts =
            statement.executeQuery(
                "SELECT count(*), %s FROM %s".formatted(all, table(file, columns)))) {
      while (counts.next()) { // to its end: what was rejected is known only then
        rows = counts.getLong(1);
      }
    }
    List<Long> left = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rejects =
            statement.executeQuery(
                "SELECT line, first(error_type::VARCHAR), first(csv_line) FROM reject_errors"
                    + " GROUP BY line ORDER BY line")) {
      while (rejects.next()) {
        long row = rejects.getLong(1) - 1;
        left.add(row);
        Fault fault = Fault.of(rejects.getString(2), columns);
        invalid.broken(
            "%s, row %d".formatted(file, row),
            fault.reason,
            "%s (got %s)".formatted(fault.rule, shown(rejects.getString(3))));
      }
    }
    return new TableRows.Expected(rows, left);
  }

  /** What DuckDB finds wrong with a row, in our words. */
  private record Fault(String reason, String rule) {
    static Fault of(String kind, int columns) {
      return switch (kind) {
        case "MISSING COLUMNS", "TOO MANY COLUMNS" ->
            new Fault(
                "other number of fields",
                "each row must have as many fields as the header, %d; quote texts with commas"
                    .formatted(columns));
        case "UNQUOTED VALUE" ->
            new Fault(
                "broken quotes",
                "a quoted field must end with a quote; inside, quotes are doubled");
        case "INVALID ENCODING" ->
            new Fault("not UTF-8", "text must be UTF-8, and this row is not");
        case "LINE SIZE OVER MAXIMUM" ->
            new Fault("too long", "a row may have %d MB".formatted(LONGEST >> 20));
        default -> new Fault("broken CSV", "each row must be CSV, and this one is not: " + kind);
      };
    }
  }

  private static String shown(@org.jspecify.annotations.Nullable String line) {
    String text = line == null ? "" : line.strip();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
