package org.plumbline.tables;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;
import org.plumbline.core.error.FailedException;

/** An empty database in memory that can reach the given files and nothing else. */
final class DuckDb {
  private DuckDb() {}

  /**
   * Opens it; the caller closes it.
   *
   * @param files that it may read or write
   * @throws FailedException if its native library cannot be loaded
   */
  static Connection reaching(Path... files) {
    Properties options = new Properties();
    // No extension is ever looked for: Parquet and JSON are built in, and the rest is not wanted.
    options.setProperty("autoinstall_known_extensions", "false");
    options.setProperty("autoload_known_extensions", "false");
    options.setProperty("allow_community_extensions", "false");
    options.setProperty("temp_directory", "");
    // One thread, so that rows stay in their order and a little of a file is in memory at a time.
    options.setProperty("threads", "1");
    options.setProperty("jdbc_stream_results", "true");
    try {
      Connection connection = DriverManager.getConnection("jdbc:duckdb:", options);
      try (Statement statement = connection.createStatement()) {
        String allowed =
            Arrays.stream(files)
                .flatMap(file -> Arrays.stream(new String[] {name(file), pattern(file)}))
                .map(DuckDb::quoted)
                .collect(Collectors.joining(", "));
        statement.execute("SET allowed_paths = [" + allowed + "]");
        statement.execute("SET enable_external_access = false");
        statement.execute("SET lock_configuration = true");
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
      return connection;
    } catch (SQLException | LinkageError e) {
      throw new FailedException(
          "could not start DuckDB, which reads and writes CSV and Parquet: %s. Its native library is unpacked into the folder for temporary files ('%s'), which must have 100 MB of room and allow programs; or give JSON Lines"
              .formatted(reason(e), System.getProperty("java.io.tmpdir")),
          e);
    }
  }

  /** Closes it where that is not what matters any more. */
  static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // Nothing is lost with an empty database.
      return;
    }
  }

  /** A name as SQL text that stands for one file, whatever characters are in it. */
  static String literal(Path file) {
    return quoted(pattern(file));
  }

  /** The name itself as SQL text, for a file that is to be written. */
  static String target(Path file) {
    return quoted(name(file));
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** The first line of what DuckDB says, without its advice on options that only we can set. */
  static String reason(Throwable e) {
    String message = String.valueOf(e.getMessage());
    return message
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.contains("pending query result"))
        .findFirst()
        .map(line -> line.replaceFirst("^(Error: )?[A-Z][A-Za-z ]* Error: ", ""))
        .orElse(message);
  }

  private static String name(Path file) {
    return file.toAbsolutePath().normalize().toString();
  }

  /** DuckDB reads names as patterns: in brackets a character stands for itself. */
  private static String pattern(Path file) {
    return name(file).replaceAll("[\\[*?]", "[$0]");
  }
}
