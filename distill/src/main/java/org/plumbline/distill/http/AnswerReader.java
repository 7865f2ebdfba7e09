package org.plumbline.distill.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plumbline.distill.http.Reading.Choice;
import org.plumbline.distill.http.Reading.Usage;
import org.plumbline.distill.llm.Reasoning;

/** Reads what a server answers, whatever that is. */
final class AnswerReader {
  static final int LONGEST_RAW = 2000;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final Endpoint endpoint;
  private final Optional<ApiKey> key;

  AnswerReader(Endpoint endpoint, Optional<ApiKey> key) {
    this.endpoint = endpoint;
    this.key = key;
  }

  /**
   * What a whole answer means.
   *
   * @param maxTokens most tokens of one answer, as asked for
   */
  Reading read(Transport.Answer answer, int maxTokens, Instant now) {
    if (!answer.whole()) {
      return unusable(
          "", "the answer is longer than %d MiB".formatted(Transport.LONGEST_BODY >> 20));
    }
    Optional<String> decoded = BodyText.of(answer).map(this::redacted);
    if (decoded.isEmpty()) {
      return answer.status() < 300
          ? unusable("", "the answer's bytes are no text in UTF-8 or in the charset that it names")
          : failure(answer, "bytes that are no text", null, now);
    }
    String body = decoded.get();
    JsonNode json = parse(body);
    return answer.status() >= 200 && answer.status() < 300
        ? success(body, json, maxTokens)
        : failure(answer, body, json, now);
  }

  private Reading success(String body, @Nullable JsonNode json, int maxTokens) {
    if (json == null || !json.isObject()) {
      String problem =
          body.isBlank()
              ? "the server answered nothing"
              : ErrorBody.isPage(body)
                  ? "the server answered " + ErrorBody.of(body, null).message()
                  : "the answer is no JSON object, or only part of one";
      return new Reading.Again(problem, Optional.empty(), Optional.of(start(body)));
    }
    if (json.hasNonNull("error")) {
      ErrorBody error = ErrorBody.of(body, json);
      return error.billing()
          ? new Reading.Hopeless(billing(error))
          : new Reading.Again(
              "the server says: " + error.message(), Optional.empty(), Optional.of(start(body)));
    }
    if (!json.path("choices").isArray() || json.path("choices").isEmpty()) {
      return new Reading.Again(
          "the answer holds no choices", Optional.empty(), Optional.of(start(body)));
    }
    Usage usage = usage(json.path("usage"));
    List<Choice> choices = new ArrayList<>();
    for (JsonNode choice : json.path("choices")) {
      boolean alone = json.path("choices").size() == 1;
      choices.add(choice(choice, alone && usage.completion() >= maxTokens, start(body)));
    }
    return new Reading.Answers(choices, usage);
  }

  static Usage usage(JsonNode json) {
    return json.path("prompt_tokens").isIntegralNumber()
        ? new Usage(json.path("prompt_tokens").asInt(), json.path("completion_tokens").asInt())
        : Usage.UNKNOWN;
  }

  private static Choice choice(JsonNode choice, boolean full, String raw) {
    JsonNode message = choice.path("message");
    return choice(
        text(message.path("content")),
        message.path("refusal").asText(""),
        choice.path("finish_reason").asText(""),
        full,
        message.path("tool_calls").isArray() && !message.path("tool_calls").isEmpty(),
        raw);
  }

  /**
   * What one answer is.
   *
   * @param full whether it has as many tokens as it may; some servers say "stop" then, too
   */
  static Choice choice(
      String content, String refusal, String finish, boolean full, boolean tool, String raw) {
    String text = WholeText.of(Reasoning.stripped(content));
    if (!refusal.isBlank() && !refusal.equals("null")) {
      return new Choice.Declined(WholeText.of(refusal));
    }
    if (finish.equals("content_filter")) {
      return new Choice.Filtered();
    }
    if (finish.equals("length") || full) {
      return new Choice.Cut(text);
    }
    if (!text.isBlank()) {
      return new Choice.Said(text);
    }
    String problem =
        tool
            ? "the model asks for a tool instead of answering"
            : content.isBlank() ? "the answer is empty" : "the model thought and did not answer";
    return new Choice.Unusable(raw, problem);
  }

  /** A text, or the texts of a list of parts. */
  private static String text(JsonNode content) {
    if (!content.isArray()) {
      return content.isTextual() ? content.asText() : "";
    }
    StringBuilder text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asText("")));
    return text.toString();
  }

  private Reading failure(
      Transport.Answer answer, String body, @Nullable JsonNode json, Instant now) {
    int status = answer.status();
    ErrorBody error = ErrorBody.of(body, json);
    String host = endpoint.completions().getRawAuthority();
    String said = "'%s' answers %d: %s".formatted(host, status, error.message());
    if (status == 401 || status == 403) {
      return new Reading.Hopeless(
          "%s. %s"
              .formatted(
                  said,
                  endpoint.keyVariable().isEmpty()
                      ? "Name the environment variable that holds the key as key-variable of '%s'"
                          .formatted(endpoint.name())
                      : "Check the key in %s".formatted(endpoint.keyVariable())));
    }
    if (status == 402 || error.billing()) {
      return new Reading.Hopeless(billing(error));
    }
    if (status == 404 || status >= 300 && status < 400) {
      return new Reading.Hopeless(
          "%s. Check the address '%s' and the model '%s' of '%s'"
              .formatted(said, endpoint.completions(), endpoint.model(), endpoint.name()));
    }
    if (error.filtered()) {
      return new Reading.HeldBack();
    }
    if (error.aboutSchema()) {
      return new Reading.Refused(said, true);
    }
    if (RetryRule.again(status, answer.headers())) {
      return new Reading.Again(said, RetryRule.asked(answer.headers(), now), Optional.empty());
    }
    return new Reading.Refused(said, status == 400 || status == 422);
  }

  private String billing(ErrorBody error) {
    return "'%s' takes no more questions, as its bill or limit says: %s. Pay or raise that limit"
        .formatted(endpoint.name(), error.message());
  }

  private static Reading unusable(String raw, String problem) {
    return new Reading.Answers(List.of(new Choice.Unusable(raw, problem)), Usage.UNKNOWN);
  }

  String redacted(String text) {
    return key.map(secret -> secret.redacted(text)).orElse(text);
  }

  static String start(String body) {
    return body.length() <= LONGEST_RAW ? body : body.substring(0, LONGEST_RAW);
  }

  static @Nullable JsonNode parse(String body) {
    try {
      JsonNode json = JSON.readTree(body);
      return json == null || json.isMissingNode() ? null : json;
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
