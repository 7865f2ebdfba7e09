package org.plumbline.tables;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

/**
 * The first record of a CSV file, which names the columns.
 *
 * <p>Read here because DuckDB guesses whether and where a header is, and guesses wrong where rows
 * are broken.
 */
final class CsvHeader {
  private static final int LONGEST = 1 << 20;

  private CsvHeader() {}

  /** The names, in their order; none if the file is empty. */
  static List<String> read(Path file) {
    String line;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      line = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record(in))).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          "text must be UTF-8, and the header of '%s' is not; convert the file first"
              .formatted(file),
          e);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read the data '%s': %s".formatted(file, DurableFiles.reason(e)), e);
    }
    List<String> names = fields(line.startsWith("\uFEFF") ? line.substring(1) : line);
    Set<String> known = new HashSet<>();
    for (String name : names) {
      if (!known.add(name)) {
        throw new InvalidInputException(
            "each column needs a name of its own; the header of '%s' has '%s' twice"
                .formatted(file, name));
      }
    }
    return names;
  }

  private static byte[] record(InputStream in) throws IOException {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    boolean quoted = false;
    for (int next = in.read(); next >= 0 && record.size() < LONGEST; next = in.read()) {
      quoted ^= next == '"';
      boolean end = !quoted && (next == '\n' || next == '\r');
      if (end && record.size() > 0) {
        break;
      }
      if (!end) {
        record.write(next);
      }
    }
    return record.toByteArray();
  }

  private static List<String> fields(String record) {
    List<String> fields = new ArrayList<>();
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i <= record.length(); i++) {
      boolean end = i == record.length();
      quoted ^= !end && record.charAt(i) == '"';
      if (end || (!quoted && record.charAt(i) == ',')) {
        fields.add(unquoted(record.substring(start, i)));
        start = i + 1;
      }
    }
    return record.isEmpty() ? List.of() : fields;
  }

  private static String unquoted(String field) {
    return field.length() >= 2 && field.startsWith("\"") && field.endsWith("\"")
        ? field.substring(1, field.length() - 1).replace("\"\"", "\"")
        : field;
  }
}
