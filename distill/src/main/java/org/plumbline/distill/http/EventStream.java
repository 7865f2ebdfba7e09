package org.plumbline.distill.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a stream of server-sent events apart (WHATWG HTML, section 9.2.6), whatever the pieces that
 * it comes in: lines end with CR, LF or both, comments keep a connection alive, several lines of
 * data are one event.
 */
final class EventStream {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private boolean hasData;
  private boolean afterReturn;
  private boolean first = true;

  /**
   * The data of the events that these bytes complete.
   *
   * @throws CharacterCodingException if a line is no UTF-8
   */
  List<String> feed(byte[] bytes) throws CharacterCodingException {
    List<String> events = new ArrayList<>();
    for (byte b : bytes) {
      boolean second = afterReturn && b == '\n';
      afterReturn = b == '\r';
      if (second) {
        continue;
      }
      if (b == '\n' || b == '\r') {
        line(text(), events);
        line.reset();
      } else {
        line.write(b);
      }
    }
    return events;
  }

  private void line(String text, List<String> events) {
    if (text.isEmpty()) {
      if (hasData) {
        events.add(data.toString());
      }
      data.setLength(0);
      hasData = false;
    } else if (text.startsWith("data:") || text.equals("data")) {
      String value = text.length() > 5 ? text.substring(5) : "";
      data.append(hasData ? "\n" : "").append(value.startsWith(" ") ? value.substring(1) : value);
      hasData = true;
    }
  }

  private String text() throws CharacterCodingException {
    String text =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(line.toByteArray()))
            .toString();
    boolean marked = first && text.startsWith(BYTE_ORDER_MARK);
    first = false;
    return marked ? text.substring(1) : text;
  }
}
