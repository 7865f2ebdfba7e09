package org.plumbline.distill.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server says is wrong, in any of the forms that servers use.
 *
 * @param message for people
 * @param codes its types and codes, in lower case, with blanks between
 */
record ErrorBody(String message, String codes) {
  private static final int LONGEST_MESSAGE = 500;
  private static final Pattern TITLE =
      Pattern.compile("<title[^>]*>(.*?)</title>", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Of a 429 that waiting does not mend. */
  private static final Set<String> BILLING =
      Set.of(
          "insufficient_quota",
          "credit_balance_exhausted",
          "organization_spend_limit_exceeded",
          "project_spend_limit_exceeded",
          "organization_usage_limit_exceeded",
          "billing_hard_limit_reached",
          "insufficient_balance");

  /** Of a body that may be JSON, a page for browsers, or anything else. */
  static ErrorBody of(String body, @Nullable JsonNode json) {
    if (json != null && json.isObject()) {
      JsonNode error = json.has("error") ? json.path("error") : json;
      String codes =
          "%s %s".formatted(error.path("type").asText(""), error.path("code").asText(""));
      return new ErrorBody(message(error, body), codes.toLowerCase(Locale.ROOT));
    }
    Matcher title = TITLE.matcher(body);
    if (isPage(body)) {
      String named = title.find() ? " called '%s'".formatted(title.group(1).strip()) : "";
      return new ErrorBody("a page for browsers" + named, "");
    }
    return new ErrorBody(body.isBlank() ? "nothing more" : cut(body.strip()), "");
  }

  static boolean isPage(String body) {
    String start = body.stripLeading();
    start = start.substring(0, Math.min(start.length(), 200)).toLowerCase(Locale.ROOT);
    return start.startsWith("<!doctype html") || start.startsWith("<html");
  }

  private static String message(JsonNode error, String body) {
    if (error.isTextual()) {
      return cut(error.asText());
    }
    for (String field : new String[] {"message", "detail", "msg"}) {
      JsonNode found = error.path(field);
      if (!found.isMissingNode() && !found.isNull()) {
        return cut(found.isTextual() ? found.asText() : found.toString());
      }
    }
    return cut(body.strip());
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + " ...";
  }

  /** Whether there is no more money. */
  boolean billing() {
    return BILLING.stream().anyMatch(codes::contains);
  }

  /** Whether it does not know how to keep a schema; llama.cpp's Python server says so with 500. */
  boolean aboutSchema() {
    return message.contains("response_format") || message.contains("json_schema");
  }

  /** Whether a filter of the service held the question back. */
  boolean filtered() {
    return codes.contains("content_filter") || codes.contains("content_policy");
  }
}
