package org.plumbline.core.data;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.file.DurableFiles;

/** Writes rows as JSON Lines that {@link JsonLines} reads back. */
public final class JsonLinesWriter implements RowSink {
  private static final JsonMapper JSON = new JsonMapper();

  private final String target;
  private final OutputStream out;

  private JsonLinesWriter(String target, OutputStream out) {
    this.target = target;
    this.out = out;
  }

  /** Into a file, whose former content goes; its folder must exist. */
  public static JsonLinesWriter create(Path path) {
    try {
      return new JsonLinesWriter(
          path.toString(), new BufferedOutputStream(Files.newOutputStream(path)));
    } catch (IOException e) {
      throw failure(path.toString(), e);
    }
  }

  /**
   * Into a stream, for example standard output; closing it flushes and closes the stream.
   *
   * @param name what messages call it
   */
  public static JsonLinesWriter to(String name, OutputStream out) {
    return new JsonLinesWriter(name, out);
  }

  @Override
  public void write(Map<String, ?> row) {
    write(JSON.<ObjectNode>valueToTree(row));
  }

  /** A preference in plain text; what is empty or absent is left out. */
  public void write(Preference preference) {
    write(preference, "");
  }

  /**
   * A preference.
   *
   * @param template hash of the chat template that wrote its texts; empty if they are plain
   */
  public void write(Preference preference, String template) {
    ObjectNode row = JSON.createObjectNode().put("prompt", preference.prompt());
    row.put("chosen", preference.chosen()).put("rejected", preference.rejected());
    preference.margin().ifPresent(margin -> row.put("margin", margin));
    if (!preference.group().isEmpty()) {
      row.put("group", preference.group());
    }
    if (!template.isEmpty()) {
      row.put(ChatRow.TEMPLATE, template);
    }
    write(row);
  }

  /** An exchange. */
  public void write(Exchange exchange) {
    write(pair(exchange.prompt(), exchange.completion()));
  }

  /** A demonstration. */
  public void write(Demonstration demonstration) {
    write(pair(demonstration.prompt(), demonstration.completion()));
  }

  @Override
  public void finish() {
    flush();
  }

  /** Hands all rows to the operating system. */
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw failure(target, e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failure(target, e);
    }
  }

  private static ObjectNode pair(String prompt, String completion) {
    return JSON.createObjectNode().put("prompt", prompt).put("completion", completion);
  }

  private void write(ObjectNode row) {
    try {
      out.write((row + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw failure(target, e);
    }
  }

  private static FailedException failure(String target, IOException cause) {
    return DurableFiles.failure(
        "write '%s'".formatted(target),
        "Rows before this one may be there; write elsewhere",
        cause);
  }
}
