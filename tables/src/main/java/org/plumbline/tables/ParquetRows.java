package org.plumbline.tables;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.plumbline.core.data.RowSource;
import org.plumbline.core.error.InvalidInputException;

/** Opens a Parquet file. */
final class ParquetRows {
  private ParquetRows() {}

  static RowSource open(Path file) {
    Connection connection = DuckDb.reaching(file);
    try {
      String table = "read_parquet(%s)".formatted(DuckDb.literal(file));
      long rows = rows(connection, table);
      ResultSet results = connection.createStatement().executeQuery("SELECT * FROM " + table);
      ResultSetMetaData described = results.getMetaData();
      List<String> columns = new ArrayList<>();
      for (int i = 1; i <= described.getColumnCount(); i++) {
        columns.add(described.getColumnName(i));
      }
      return new TableRows(
          file, connection, results, columns, Set.of(), new TableRows.Expected(rows, List.of()));
    } catch (SQLException e) {
      DuckDb.close(connection);
      throw new InvalidInputException(
          "'%s' must be a Parquet file: %s".formatted(file, DuckDb.reason(e)), e);
    }
  }

  /** Of its footer. */
  private static long rows(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM " + table)) {
      count.next();
      return count.getLong(1);
    }
  }
}
