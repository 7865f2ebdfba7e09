package org.plumbline.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a table, as JSON would say it.
 *
 * <p>Dates and times become texts as in ISO 8601; lists, structs and maps become arrays and
 * objects; bytes that are UTF-8 become text, as old writers of Parquet leave texts, others Base64.
 *
 * @param numbers columns whose texts are read as numbers where they are any; blank ones are absent
 */
record JsonValues(Set<String> numbers) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  JsonNode of(String column, @Nullable Object value) throws SQLException {
    return value instanceof String text && numbers.contains(column) ? number(text) : of(value);
  }

  private static JsonNode number(String text) {
    if (text.isBlank()) {
      return JSON.nullNode();
    }
    try {
      return JSON.numberNode(new BigDecimal(text.strip()));
    } catch (NumberFormatException e) {
      return JSON.textNode(text);
    }
  }

  private static JsonNode of(@Nullable Object value) throws SQLException {
    return switch (value) {
      case null -> JSON.nullNode();
      case String text -> JSON.textNode(text);
      case Boolean truth -> JSON.booleanNode(truth);
      case Float number -> JSON.numberNode(number);
      case Double number -> JSON.numberNode(number);
      case BigDecimal number -> JSON.numberNode(number);
      case BigInteger number -> JSON.numberNode(number);
      case Number number -> JSON.numberNode(number.longValue());
      case Timestamp time -> JSON.textNode(time.toLocalDateTime().toString());
      case Blob bytes -> bytes(bytes.getBytes(1, Math.toIntExact(bytes.length())));
      case Array list -> list((Object[]) list.getArray());
      case DuckDBStruct struct -> object(struct.getMap());
      case Map<?, ?> map -> object(map);
      default -> JSON.textNode(value.toString());
    };
  }

  private static JsonNode list(@Nullable Object[] values) throws SQLException {
    ArrayNode list = JSON.arrayNode(values.length);
    for (Object value : values) {
      list.add(of(value));
    }
    return list;
  }

  private static JsonNode object(Map<?, ?> values) throws SQLException {
    ObjectNode object = JSON.objectNode();
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      object.set(String.valueOf(entry.getKey()), of(entry.getValue()));
    }
    return object;
  }

  private static JsonNode bytes(byte[] bytes) {
    try {
      return JSON.textNode(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return JSON.textNode(Base64.getEncoder().encodeToString(bytes));
    }
  }
}
