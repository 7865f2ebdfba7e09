package org.plumbline.core.data;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.plumbline.core.error.InvalidInputException;

/** Opens files of rows by how their names end: JSON Lines, or a {@link TableFormat}. */
public final class RowFiles {
  /** Endings that belong to {@code plumbline-tables}, so that its absence can be told. */
  private static final Set<String> TABLES = Set.of(".csv", ".parquet");

  private RowFiles() {}

  /** A file to be written; JSON Lines unless its name ends otherwise. */
  public static RowSink create(Path file) {
    Optional<TableFormat> format = format(file);
    return format.isPresent() ? format.get().create(file) : JsonLinesWriter.create(file);
  }

  /**
   * Rows of a file, or of standard input if it is called {@code -}; the caller closes them.
   *
   * @param columns tells which of them hold numbers, for a format that knows text alone
   */
  public static RowSource open(Path file, Columns columns, InvalidRows invalid) {
    Optional<TableFormat> format = format(file);
    return format.isPresent()
        ? format.get().open(file, columns.numbers(), invalid)
        : LineReader.open(file);
  }

  private static Optional<TableFormat> format(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    Optional<TableFormat> found =
        ServiceLoader.load(TableFormat.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(format -> format.endings().stream().anyMatch(name::endsWith))
            .findFirst();
    if (found.isEmpty() && TABLES.stream().anyMatch(name::endsWith)) {
      throw new InvalidInputException(
          "'%s' needs the module plumbline-tables (DuckDB, 80 MB), which is not here: './plumb' fetches it when a file of this kind is named in its words or in the recipe it runs, a program of your own adds it to its dependencies; or give JSON Lines"
              .formatted(file));
    }
    return found;
  }
}
