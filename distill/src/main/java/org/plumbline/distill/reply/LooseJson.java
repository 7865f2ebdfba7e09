package org.plumbline.distill.reply;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.CharArrayReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The objects and arrays in a model's reply, in their order: as JSON where they are JSON, else as a
 * person would read them.
 *
 * <p>Single, double and curly quotes, full-width punctuation, line breaks, code fences, unescaped
 * quotes inside of a text, commas too many, and braces of formulas are put up with. What stands
 * inside of an object, also inside of its texts, is never an object of its own: a text that quotes
 * somebody's scores does not become scores.
 *
 * @param found the outermost objects and arrays that are complete
 * @param cut whether the reply ends inside of an object that was begun
 */
public record LooseJson(List<Found> found, boolean cut) {
  /** A reply with more braces than this is not a reply to what was asked. */
  private static final int MOST_TRIES = 500;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  public LooseJson {
    found = List.copyOf(found);
  }

  /**
   * One value and where it stood.
   *
   * @param start index of its first character
   * @param end index after its last
   */
  public record Found(int start, int end, LooseValue value) {}

  /** Reads a reply; never fails, but may find nothing. */
  public static LooseJson read(String reply) {
    List<Found> found = new ArrayList<>();
    LooseReader loose = new LooseReader(reply);
    char[] characters = reply.toCharArray();
    boolean cut = false;
    int tries = 0;
    int at = 0;
    while (at < reply.length() && tries < MOST_TRIES) {
      if (!loose.opens(at)) {
        at++;
        continue;
      }
      tries++;
      int start = at;
      Optional<Found> next = strict(characters, start).or(() -> loose.from(start));
      if (next.isPresent()) {
        found.add(next.get());
        at = next.get().end();
      } else {
        cut |= loose.reachedEnd();
        at++;
      }
    }
    return new LooseJson(found, cut || tries == MOST_TRIES);
  }

  private static Optional<Found> strict(char[] characters, int start) {
    try (JsonParser parser =
        JSON.createParser(new CharArrayReader(characters, start, characters.length - start))) {
      JsonNode node = parser.readValueAsTree();
      if (node == null || !node.isContainerNode()) {
        return Optional.empty();
      }
      int end = start + (int) parser.currentLocation().getCharOffset();
      return Optional.of(new Found(start, end, value(node)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static LooseValue value(JsonNode node) {
    if (node.isArray()) {
      List<LooseValue> values = new ArrayList<>();
      node.forEach(item -> values.add(value(item)));
      return new LooseValue.Items(values);
    }
    if (node.isObject()) {
      List<LooseValue.Field> fields = new ArrayList<>();
      node.properties()
          .forEach(f -> fields.add(new LooseValue.Field(f.getKey(), value(f.getValue()))));
      return new LooseValue.Fields(fields);
    }
    return node.isTextual()
        ? new LooseValue.Text(node.textValue())
        : new LooseValue.Bare(node.asText());
  }
}
