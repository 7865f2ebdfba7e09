package org.plumbline.distill.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.chat.ChatListener;
import org.plumbline.distill.http.Reading.Choice;
import org.plumbline.distill.http.Reading.Usage;

/** Puts an answer together that comes in pieces, and hands on each piece. */
final class StreamReader {
  private static final String DONE = "[DONE]";

  private final AnswerReader reader;
  private final int maxTokens;
  private final Duration idle;
  private final EventStream events = new EventStream();
  private final StringBuilder content = new StringBuilder();
  private final StringBuilder refusal = new StringBuilder();
  private String finish = "";
  private Usage usage = Usage.UNKNOWN;
  private boolean tool;
  private boolean done;
  private @Nullable String problem;

  StreamReader(Endpoint endpoint, AnswerReader reader, int maxTokens) {
    this.reader = reader;
    this.maxTokens = maxTokens;
    this.idle = Endpoint.Timeouts.duration(endpoint.timeout().idle());
  }

  /** Whether an answer comes as a stream; some servers do not know how. */
  static boolean isStream(Transport.Opened opened) {
    return opened.status() == 200
        && opened.headers().firstValue("content-type").orElse("").startsWith("text/event-stream");
  }

  /**
   * The whole answer.
   *
   * @throws BrokenOffException if it breaks off before anything was said
   */
  Reading read(Transport.Opened opened, ChatListener listener)
      throws BrokenOffException, InterruptedException {
    try {
      Optional<byte[]> part = opened.body().next(patience(opened));
      while (part.isPresent() && !done && problem == null) {
        for (String event : events.feed(part.get())) {
          event(reader.redacted(event), listener);
        }
        if (content.length() > Transport.LONGEST_BODY) {
          problem = "the answer is longer than %d MiB".formatted(Transport.LONGEST_BODY >> 20);
        }
        part = done ? Optional.empty() : opened.body().next(patience(opened));
      }
    } catch (CharacterCodingException e) {
      problem = "the stream's bytes are no UTF-8";
    } catch (BrokenOffException e) {
      if (content.isEmpty()) {
        throw e;
      }
      problem = e.getMessage();
    }
    return result();
  }

  private Duration patience(Transport.Opened opened) {
    Duration left = opened.left();
    return left.compareTo(idle) < 0 ? left : idle;
  }

  private void event(String data, ChatListener listener) {
    if (done || data.isBlank()) {
      return;
    }
    if (data.strip().equals(DONE)) {
      done = true;
      return;
    }
    JsonNode json = AnswerReader.parse(data);
    if (json == null) {
      problem = "an event of the stream is no JSON";
    } else if (json.hasNonNull("error")) {
      problem = "the server says in its stream: " + ErrorBody.of(data, json).message();
    } else {
      if (json.path("usage").isObject()) {
        usage = AnswerReader.usage(json.path("usage"));
      }
      delta(json.path("choices").path(0), listener);
    }
  }

  private void delta(JsonNode choice, ChatListener listener) {
    JsonNode delta = choice.path("delta");
    String piece = delta.path("content").asText("");
    if (!piece.isEmpty() && delta.path("content").isTextual()) {
      content.append(piece);
      listener.piece(piece);
    }
    if (delta.path("refusal").isTextual()) {
      refusal.append(delta.path("refusal").asText());
    }
    tool |= delta.path("tool_calls").isArray();
    if (choice.path("finish_reason").isTextual()) {
      finish = choice.path("finish_reason").asText();
    }
  }

  private Reading result() {
    String said = reader.redacted(content.toString());
    if (problem == null && finish.isEmpty()) {
      problem = "the stream ended early, without a reason";
    }
    if (problem != null) {
      return said.isEmpty()
          ? new Reading.Again(problem, Optional.empty(), Optional.of(""))
          : new Reading.Answers(
              List.of(new Choice.Unusable(AnswerReader.start(said), problem)), usage);
    }
    boolean full = usage.completion() >= maxTokens;
    return new Reading.Answers(
        List.of(AnswerReader.choice(said, refusal.toString(), finish, full, tool, said)), usage);
  }
}
