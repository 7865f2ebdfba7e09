package org.plumbline.distill.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * How an answer that keeps a JSON schema is asked for; a server that refuses one way is asked the
 * next.
 */
enum SchemaForm {
  /** The server sees to it. */
  SCHEMA {
    @Override
    void ask(ObjectNode schema, ObjectNode body, ArrayNode messages) {
      ObjectNode format = body.putObject("response_format");
      format.put("type", "json_schema");
      ObjectNode named = format.putObject("json_schema");
      named.put("name", "answer");
      named.put("strict", true);
      named.set("schema", schema);
    }
  },
  /**
   * The server sees to it that it is JSON; without words for that, models write blanks for ever.
   */
  OBJECT {
    @Override
    void ask(ObjectNode schema, ObjectNode body, ArrayNode messages) {
      body.putObject("response_format").put("type", "json_object");
      TEXT.ask(schema, body, messages);
    }
  },
  /** The model is told. */
  TEXT {
    @Override
    void ask(ObjectNode schema, ObjectNode body, ArrayNode messages) {
      if (messages.get(messages.size() - 1) instanceof ObjectNode last) {
        String told =
            "%s\n\nAnswer with one JSON object that keeps this JSON schema, and nothing else:\n%s"
                .formatted(last.path("content").asText(), schema);
        last.put("content", told);
      }
    }
  };

  /** Adds what asks for it. */
  abstract void ask(ObjectNode schema, ObjectNode body, ArrayNode messages);

  /** What to try if a server refuses this. */
  Optional<SchemaForm> next() {
    return switch (this) {
      case SCHEMA -> Optional.of(OBJECT);
      case OBJECT -> Optional.of(TEXT);
      case TEXT -> Optional.empty();
    };
  }
}
