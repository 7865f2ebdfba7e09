package org.plumbline.tables;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.plumbline.core.data.InvalidRows;
import org.plumbline.core.data.RowSink;
import org.plumbline.core.data.RowSource;
import org.plumbline.core.data.TableFormat;
import org.plumbline.core.error.InvalidInputException;

/**
 * CSV and Parquet, read row by row and written through an embedded DuckDB that can reach the one
 * file only.
 *
 * <p>A CSV file has a header, commas, and quotes doubled inside quotes (RFC 4180); every field is
 * text, and an empty one is the empty text.
 */
public final class DuckDbTables implements TableFormat {
  private static final String CSV = ".csv";
  private static final String PARQUET = ".parquet";

  @Override
  public Set<String> endings() {
    return Set.of(CSV, PARQUET);
  }

  @Override
  public RowSource open(Path file, Set<String> numbers, InvalidRows invalid) {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException("data must be a file; '%s' is a folder".formatted(file));
    }
    if (!Files.isReadable(file)) {
      throw new InvalidInputException(
          "cannot read the data '%s': %s"
              .formatted(file, Files.exists(file) ? "no permission" : "it does not exist"));
    }
    return isCsv(file) ? CsvRows.open(file, numbers, invalid) : ParquetRows.open(file);
  }

  @Override
  public RowSink create(Path file) {
    return TableSink.create(file, isCsv(file));
  }

  private static boolean isCsv(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(CSV);
  }
}
