package org.plumbline.cli.frame;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.data.RowFiles;
import org.plumbline.core.data.RowSink;

/** Where the rows go that a command comes to: standard output, or the file that the user named. */
public final class RowOutput implements AutoCloseable {
  private static final TypeReference<Map<String, Object>> ROW = new TypeReference<>() {};

  private final Console console;
  private final @Nullable RowSink sink;

  private RowOutput(Console console, @Nullable RowSink sink) {
    this.console = console;
    this.sink = sink;
  }

  /**
   * Opens it.
   *
   * @param file a name that ends with .jsonl, .csv or .parquet; empty for standard output
   */
  static RowOutput open(Console console, String file) {
    if (file.isEmpty()) {
      return new RowOutput(console, null);
    }
    Path path = Path.of(file);
    require(!Files.exists(path), "'%s' is there already; move it, or give another name", file);
    return new RowOutput(console, RowFiles.create(path));
  }

  /** One row; the text stands for it where a person reads. */
  public void row(Record row, String text) {
    if (sink == null) {
      console.result(row, text);
    } else {
      sink.write(ResultJson.of(row, ROW));
    }
  }

  /** One row of a file, whose columns follow from what was asked for. */
  public void row(Map<String, ?> row) {
    if (sink == null) {
      throw new IllegalStateException("rows without a text need a file");
    }
    sink.write(row);
  }

  /** Says that all rows are there. */
  public void finish() {
    if (sink != null) {
      sink.finish();
    }
  }

  @Override
  public void close() {
    if (sink != null) {
      sink.close();
    }
  }
}
