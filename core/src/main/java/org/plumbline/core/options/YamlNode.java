package org.plumbline.core.options;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.error.InvalidInputException;

/** YAML with the line of everything in it; numbers and truth values stay the text that they are. */
sealed interface YamlNode {

  /** File and line, for messages. */
  String place();

  /** What it is, for messages. */
  String kind();

  record Scalar(String text, String place) implements YamlNode {
    @Override
    public String kind() {
      return "'" + text + "'";
    }
  }

  record Nothing(String place) implements YamlNode {
    @Override
    public String kind() {
      return "nothing";
    }
  }

  record Sequence(List<YamlNode> items, String place) implements YamlNode {
    @Override
    public String kind() {
      return "a list";
    }
  }

  record Mapping(Map<String, YamlNode> entries, String place) implements YamlNode {
    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** Reads one document. */
  static YamlNode parse(String source, String yaml) {
    try (YAMLParser parser = new YAMLFactory().createParser(yaml)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new InvalidInputException("'%s' is empty".formatted(source));
      }
      YamlNode root = read(source, parser, first);
      if (parser.nextToken() != null) {
        throw new InvalidInputException(
            "%s: one file holds one YAML document; here begins a second"
                .formatted(place(source, parser)));
      }
      return root;
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
      throw new InvalidInputException(
          "%s%s: that is no YAML: %s".formatted(source, line, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new InvalidInputException("cannot read '%s': %s".formatted(source, e.getMessage()), e);
    }
  }

  private static YamlNode read(String source, YAMLParser parser, @Nullable JsonToken token)
      throws IOException {
    String place = place(source, parser);
    if (token == null || parser.isCurrentAlias()) {
      throw new InvalidInputException(
          "%s: aliases (*name) are not read here; write the value out".formatted(place));
    }
    return switch (token) {
      case START_OBJECT -> mapping(source, parser, place);
      case START_ARRAY -> sequence(source, parser, place);
      case VALUE_NULL -> new Nothing(place);
      default -> new Scalar(parser.getText(), place);
    };
  }

  private static YamlNode sequence(String source, YAMLParser parser, String place)
      throws IOException {
    List<YamlNode> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(read(source, parser, token));
    }
    return new Sequence(items, place);
  }

  private static YamlNode mapping(String source, YAMLParser parser, String place)
      throws IOException {
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      String keyPlace = place(source, parser);
      if (entries.put(key, read(source, parser, parser.nextToken())) != null) {
        throw new InvalidInputException("%s: '%s' is given twice".formatted(keyPlace, key));
      }
    }
    return new Mapping(entries, place);
  }

  private static String place(String source, YAMLParser parser) {
    return source + ":" + parser.currentTokenLocation().getLineNr();
  }
}
