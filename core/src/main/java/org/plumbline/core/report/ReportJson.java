package org.plumbline.core.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;

/** A report as JSON: beside the page for a notebook, and inside it for the charts. */
final class ReportJson {
  private static final JsonMapper FILE =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();
  private static final JsonMapper PAGE = pageMapper();

  private ReportJson() {}

  static String file(Object report) {
    return write(FILE, report);
  }

  /** JSON that may stand between script tags: it holds no {@code <}, {@code >} or {@code &}. */
  static String page(Object data) {
    return write(PAGE, data);
  }

  static Report read(Path json) {
    try {
      return FILE.readValue(Files.readString(json), Report.class);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "%s is no report that this version wrote: %s".formatted(json, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read %s: %s; a report's numbers lie beside its page, in a file of the same name"
              .formatted(json, e.getMessage()),
          e);
    }
  }

  private static String write(JsonMapper mapper, Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new FailedException("a report could not be written as JSON: " + e.getMessage(), e);
    }
  }

  private static JsonMapper pageMapper() {
    JsonMapper mapper = FILE.rebuild().disable(SerializationFeature.INDENT_OUTPUT).build();
    mapper.getFactory().setCharacterEscapes(new HtmlSafe());
    return mapper;
  }

  /**
   * Escapes what could end a script element, and the two line ends that JavaScript has beyond JSON.
   */
  private static final class HtmlSafe extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] escapes = standardAsciiEscapesForJSON();
      for (char c : new char[] {'<', '>', '&', '\''}) {
        escapes[c] = ESCAPE_STANDARD;
      }
      return escapes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      return c == 0x2028 || c == 0x2029 ? new SerializedString("\\u%04x".formatted(c)) : null;
    }
  }
}
