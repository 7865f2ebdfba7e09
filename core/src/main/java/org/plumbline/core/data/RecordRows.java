package org.plumbline.core.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

/**
 * Rows that are Java records: a column for each component, in snake_case, constants in small
 * letters, nothing for null. Columns that the record does not know are passed over.
 */
public final class RecordRows {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();
  private static final PropertyNamingStrategies.SnakeCaseStrategy SNAKE =
      new PropertyNamingStrategies.SnakeCaseStrategy();
  private static final TypeReference<Map<String, Object>> ROW = new TypeReference<>() {};

  private RecordRows() {}

  /**
   * Reads a file of rows; the caller closes the stream.
   *
   * @throws InvalidInputException for a row that is no such record, unless such rows are left out
   */
  public static <T extends Record> Stream<T> read(Path path, Class<T> type, InvalidRows invalid) {
    return JsonLines.read(path, Columns.USUAL, invalid, line -> parse(line, type));
  }

  /** A record as a row, for a {@link RowSink}. */
  public static Map<String, Object> row(Record record) {
    return JSON.convertValue(record, ROW);
  }

  /** Writes a file of rows, which is there whole or not at all. */
  public static void write(Path file, Iterable<? extends Record> rows) {
    Path temporary = DurableFiles.temporarySibling(file);
    try {
      try (JsonLinesWriter writer = JsonLinesWriter.create(temporary)) {
        rows.forEach(row -> writer.write(row(row)));
        writer.finish();
      }
      DurableFiles.moveInPlace(temporary, file);
    } catch (IOException e) {
      throw DurableFiles.failure("write '%s'".formatted(file), "Make room and try again", e);
    }
  }

  private static <T extends Record> T parse(byte[] line, Class<T> type) {
    String text = Row.decode(line);
    try {
      T row = JSON.readValue(text, type);
      requireWhole(row, type, text);
      return row;
    } catch (JsonMappingException e) {
      throw new InvalidRowException(
          "no " + type.getSimpleName(),
          "each row must be a %s (%s; got %s)"
              .formatted(type.getSimpleName(), reason(e), Row.shown(text)));
    } catch (JsonProcessingException e) {
      throw new InvalidRowException(
          "broken JSON",
          "each line must be one JSON object (%s; got %s)"
              .formatted(e.getOriginalMessage(), Row.shown(text)));
    }
  }

  /** Whether nothing is missing but what may be. */
  private static <T extends Record> void requireWhole(T row, Class<T> type, String text) {
    Map<String, Object> columns = row(row);
    for (RecordComponent component : type.getRecordComponents()) {
      String column = SNAKE.translate(component.getName());
      if (!columns.containsKey(column)
          && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        throw new InvalidRowException(
            "no column " + column,
            "each row must be a %s and needs '%s' (got %s)"
                .formatted(type.getSimpleName(), column, Row.shown(text)));
      }
    }
  }

  private static String reason(JsonMappingException e) {
    return e.getCause() instanceof InvalidInputException own
        ? String.valueOf(own.getMessage())
        : e.getOriginalMessage();
  }
}
