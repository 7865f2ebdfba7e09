package org.plumbline.core.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.plumbline.core.error.Nearest;

/** One JSON object of a file, asked by our column names. */
record Row(ObjectNode json, Columns columns) {
  private static final int SHOWN = 60;
  private static final String MESSAGES =
      "a list of messages such as {\"role\": \"user\", \"content\": \"...\"}";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static String decode(byte[] line) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidRowException("not UTF-8", "text must be UTF-8, and this line is not");
    }
  }

  static Row parse(byte[] line, Columns columns) {
    String text = decode(line);
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw broken(text, e);
    }
    if (node instanceof ObjectNode object) {
      return new Row(object, columns);
    }
    String advice = node.isArray() ? "; of one JSON array, make a line for each element" : "";
    throw new InvalidRowException(
        "not a JSON object",
        "each line must be one JSON object, such as {\"prompt\": \"...\"} (got %s%s)"
            .formatted(shown(text), advice));
  }

  /** A text that must be there and may be empty. */
  String text(String column) {
    JsonNode value = required(column);
    if (!value.isTextual()) {
      throw wrongType(column, "text", value);
    }
    return value.textValue();
  }

  /** A text that must be there and hold more than blanks. */
  String filledText(String column) {
    String text = text(column);
    if (text.isBlank()) {
      throw new InvalidRowException(
          "empty " + column, "'%s' must not be empty".formatted(columns.in(column)));
    }
    return text;
  }

  /** A text, or a list of at least one. */
  List<String> texts(String column) {
    JsonNode value = required(column);
    List<String> texts = new ArrayList<>();
    for (JsonNode each : value.isArray() ? value : JSON.createArrayNode().add(value)) {
      if (!each.isTextual()) {
        throw wrongType(column, "text or a list of texts", value);
      }
      texts.add(each.textValue());
    }
    if (texts.isEmpty()) {
      throw new InvalidRowException(
          "no " + column, "'%s' must hold at least one text".formatted(columns.in(column)));
    }
    return texts;
  }

  /** A text, or an empty one if the file has no such column. */
  String textOrEmpty(String column) {
    JsonNode value = json.path(columns.in(column));
    boolean absent = value.isMissingNode() || value.isNull();
    return absent && !columns.renames(column) ? "" : text(column);
  }

  /** A name: text, or a number or truth value that stands for one; empty if absent. */
  String nameOrEmpty(String column) {
    JsonNode value = json.path(columns.in(column));
    return value.isNumber() || value.isBoolean() ? value.asText() : textOrEmpty(column);
  }

  OptionalDouble number(String column) {
    JsonNode value = json.path(columns.in(column));
    if ((value.isMissingNode() || value.isNull()) && !columns.renames(column)) {
      return OptionalDouble.empty();
    }
    if (!required(column).isNumber() || !Double.isFinite(value.doubleValue())) {
      throw wrongType(column, "a finite number", value);
    }
    return OptionalDouble.of(value.doubleValue());
  }

  /** Whether the row is to be read by this column: it is there, or the user says that it is. */
  boolean has(String column) {
    return json.hasNonNull(columns.in(column)) || columns.renames(column);
  }

  /** Whether the column holds chat messages. */
  boolean isChat(String column) {
    JsonNode value = json.path(columns.in(column));
    return value.isArray() && value.path(0).has("role");
  }

  /** The messages of a chat: objects with a text {@code role}, at least one. */
  List<ObjectNode> messages() {
    return messages("messages");
  }

  /** The same of another column. */
  List<ObjectNode> messages(String column) {
    JsonNode value = required(column);
    List<ObjectNode> messages = new ArrayList<>();
    for (JsonNode message : value) {
      if (!(message instanceof ObjectNode object) || !message.path("role").isTextual()) {
        throw wrongType(column, MESSAGES, message);
      }
      messages.add(object);
    }
    if (!value.isArray() || messages.isEmpty()) {
      throw wrongType(column, MESSAGES, value);
    }
    return messages;
  }

  /** Schemas of functions, a list; empty if there are none. */
  Optional<ArrayNode> tools() {
    if (!has("tools")) {
      return Optional.empty();
    }
    if (!(required("tools") instanceof ArrayNode tools)) {
      throw wrongType("tools", "a list of schemas", json.path(columns.in("tools")));
    }
    return Optional.of(tools);
  }

  static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  private JsonNode required(String column) {
    String name = columns.in(column);
    JsonNode value = json.path(name);
    if (value.isMissingNode()) {
      throw new InvalidRowException(
          "no column " + name, "each row needs '%s'%s".formatted(name, missingAdvice(column)));
    }
    return value;
  }

  private String missingAdvice(String column) {
    List<String> there = new ArrayList<>();
    json.fieldNames().forEachRemaining(there::add);
    if (there.contains("messages")) {
      return "; this row holds chat 'messages', which cannot be read here: give text";
    }
    boolean wantsPair = column.equals("chosen") || column.equals("rejected");
    if (wantsPair && there.contains("label")) {
      return "; this row holds one labelled completion, and pairs are needed: give 'chosen' and 'rejected'";
    }
    String rename =
        Nearest.to(columns.in(column), there)
            .map(near -> "; --column %s=%s takes the nearest".formatted(column, near))
            .orElse("");
    return ", this one has %s%s"
        .formatted(there.isEmpty() ? "nothing" : String.join(", ", there), rename);
  }

  private InvalidRowException wrongType(String column, String expected, JsonNode value) {
    String name = columns.in(column);
    if (isChat(column) && !expected.equals(MESSAGES)) {
      return new InvalidRowException(
          "chat messages",
          "'%s' must be %s, and is a list of chat messages, which cannot be read here; join them to one text"
              .formatted(name, expected));
    }
    return new InvalidRowException(
        "%s is not %s".formatted(name, expected),
        "'%s' must be %s (got %s)".formatted(name, expected, shown(value.toString())));
  }

  private static InvalidRowException broken(String text, JsonProcessingException e) {
    String at = e.getLocation() == null ? "" : " at column " + e.getLocation().getColumnNr();
    return new InvalidRowException(
        "broken JSON",
        "each line must be one JSON object (%s%s; got %s)"
            .formatted(e.getOriginalMessage(), at, shown(text)));
  }
}
