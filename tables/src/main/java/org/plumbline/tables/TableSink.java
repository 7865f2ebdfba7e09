package org.plumbline.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.plumbline.core.data.RowSink;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.file.DurableFiles;

/**
 * Rows that become a table in the end: kept as JSON Lines beside it until all are there, because
 * only then it is known what the columns hold.
 *
 * <p>In CSV lists and objects are written as JSON text.
 */
final class TableSink implements RowSink {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path target;
  private final boolean csv;
  private final Path rows;
  private final Path table;
  private final BufferedWriter writer;
  private final Map<String, ColumnType> columns = new LinkedHashMap<>();

  private TableSink(Path target, boolean csv, Path rows, BufferedWriter writer) {
    this.target = target;
    this.csv = csv;
    this.rows = rows;
    this.table = rows.resolveSibling(rows.getFileName() + ".table");
    this.writer = writer;
  }

  static RowSink create(Path target, boolean csv) {
    Path rows = DurableFiles.temporarySibling(target);
    try {
      return new TableSink(target, csv, rows, Files.newBufferedWriter(rows));
    } catch (IOException e) {
      throw DurableFiles.failure(
          "write '%s'".formatted(target), "Give a file in a folder that can be written", e);
    }
  }

  @Override
  public void write(Map<String, ?> row) {
    ObjectNode json = JSON.valueToTree(row);
    if (csv) {
      json.properties().forEach(column -> column.setValue(flat(column.getValue())));
    }
    json.properties()
        .forEach(
            column ->
                columns.merge(column.getKey(), ColumnType.of(column.getValue()), ColumnType::with));
    try {
      writer.write(json.toString());
      writer.write('\n');
    } catch (IOException e) {
      throw failure(DurableFiles.reason(e), e);
    }
  }

  private static JsonNode flat(JsonNode value) {
    return value.isContainerNode() ? JSON.getNodeFactory().textNode(value.toString()) : value;
  }

  @Override
  public void finish() {
    try {
      writer.close();
      if (columns.isEmpty()) {
        throw new FailedException(
            "could not write '%s': a table needs at least one row to know its columns (got none)"
                .formatted(target));
      }
      convert();
      DurableFiles.moveInPlace(table, target);
    } catch (IOException e) {
      throw failure(DurableFiles.reason(e), e);
    } catch (SQLException e) {
      throw failure(DuckDb.reason(e), e);
    }
  }

  private void convert() throws SQLException {
    String types =
        columns.entrySet().stream()
            .map(c -> DuckDb.quoted(c.getKey()) + ": " + DuckDb.quoted(c.getValue().sql()))
            .collect(Collectors.joining(", "));
    String format = csv ? "FORMAT csv, HEADER true" : "FORMAT parquet, ROW_GROUP_SIZE 20480";
    try (Connection connection = DuckDb.reaching(rows, table);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT * FROM read_json(%s, format = 'newline_delimited', maximum_object_size = %d, columns = {%s})) TO %s (%s, USE_TMP_FILE false)"
              .formatted(DuckDb.literal(rows), 1 << 28, types, DuckDb.target(table), format));
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
      Files.deleteIfExists(rows);
      Files.deleteIfExists(table);
    } catch (IOException e) {
      throw failure(DurableFiles.reason(e), e);
    }
  }

  private FailedException failure(String reason, Exception cause) {
    return new FailedException(
        "could not write '%s': %s. It was left as it was; make room, or write elsewhere"
            .formatted(target, reason),
        cause);
  }
}
