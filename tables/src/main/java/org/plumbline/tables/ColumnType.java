package org.plumbline.tables;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a column of written rows can hold, found from its values and never guessed from texts. */
sealed interface ColumnType {

  /** As DuckDB calls it. */
  String sql();

  /** Types without parts. */
  enum Plain implements ColumnType {
    /** Nothing has been seen; texts will do. */
    UNKNOWN("VARCHAR"),
    BOOLEAN("BOOLEAN"),
    WHOLE("BIGINT"),
    NUMBER("DOUBLE"),
    TEXT("VARCHAR"),
    /** Values of several kinds, each as JSON text. */
    ANY("JSON");

    private final String sql;

    Plain(String sql) {
      this.sql = sql;
    }

    @Override
    public String sql() {
      return sql;
    }
  }

  /** Lists of one kind. */
  record ListOf(ColumnType items) implements ColumnType {
    @Override
    public String sql() {
      return items.sql() + "[]";
    }
  }

  /** Objects with these parts, each of which may be missing. */
  record Struct(Map<String, ColumnType> parts) implements ColumnType {
    @Override
    public String sql() {
      return parts.entrySet().stream()
          .map(
              part ->
                  "\"%s\" %s".formatted(part.getKey().replace("\"", "\"\""), part.getValue().sql()))
          .collect(Collectors.joining(", ", "STRUCT(", ")"));
    }
  }

  /** The type of one value. */
  static ColumnType of(JsonNode value) {
    return switch (value.getNodeType()) {
      case BOOLEAN -> Plain.BOOLEAN;
      case NUMBER ->
          value.canConvertToLong() && value.isIntegralNumber() ? Plain.WHOLE : Plain.NUMBER;
      case STRING -> Plain.TEXT;
      case ARRAY -> {
        ColumnType items = Plain.UNKNOWN;
        for (JsonNode item : value) {
          items = items.with(of(item));
        }
        yield new ListOf(items);
      }
      case OBJECT -> {
        Map<String, ColumnType> parts = new LinkedHashMap<>();
        value.properties().forEach(part -> parts.put(part.getKey(), of(part.getValue())));
        yield parts.isEmpty() ? Plain.ANY : new Struct(parts);
      }
      case NULL, MISSING, BINARY, POJO -> Plain.UNKNOWN;
    };
  }

  /** A type that holds what both do. */
  default ColumnType with(ColumnType other) {
    if (equals(other) || other == Plain.UNKNOWN) {
      return this;
    }
    if (this == Plain.UNKNOWN) {
      return other;
    }
    if (this instanceof ListOf a && other instanceof ListOf b) {
      return new ListOf(a.items.with(b.items));
    }
    if (this instanceof Struct a && other instanceof Struct b) {
      Map<String, ColumnType> parts = new LinkedHashMap<>(a.parts);
      b.parts.forEach((name, type) -> parts.merge(name, type, ColumnType::with));
      return new Struct(parts);
    }
    boolean numbers =
        (this == Plain.WHOLE && other == Plain.NUMBER)
            || (this == Plain.NUMBER && other == Plain.WHOLE);
    return numbers ? Plain.NUMBER : Plain.ANY;
  }
}
