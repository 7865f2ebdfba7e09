package org.plumbline.distill.kept;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.distill.llm.CallReceipt;
import org.plumbline.distill.llm.CanonicalRequest;
import org.plumbline.distill.llm.ChatOutcome;

/**
 * A line of a recording: what was asked, which sample, and what came.
 *
 * @param request as {@link CanonicalRequest} writes it
 */
record RecordedCall(CanonicalRequest request, String model, int sample, ChatOutcome outcome) {
  private static final JsonMapper JSON = new JsonMapper();

  String toLine() {
    KeptOutcome kept = KeptOutcome.of(outcome);
    ObjectNode line = JSON.createObjectNode();
    line.put("hash", request.hash());
    line.put("sample", sample);
    line.set("request", parsed(request.json()));
    line.put("kind", kept.kind());
    line.put("text", kept.text());
    line.put("problem", kept.problem());
    line.put("prompt_tokens", outcome.receipt().promptTokens());
    line.put("completion_tokens", outcome.receipt().completionTokens());
    return line.toString();
  }

  static RecordedCall ofLine(String line) {
    JsonNode json = parsed(line);
    JsonNode asked = json.path("request");
    CanonicalRequest request = new CanonicalRequest(asked.toString(), json.path("hash").asText());
    String model = asked.path("model").asText();
    int sample = json.path("sample").asInt();
    CallReceipt receipt =
        new CallReceipt(
            request.key(sample),
            model,
            json.path("prompt_tokens").asInt(),
            json.path("completion_tokens").asInt(),
            0,
            0,
            0);
    KeptOutcome kept =
        new KeptOutcome(
            json.path("kind").asText(), json.path("text").asText(), json.path("problem").asText());
    return new RecordedCall(request, model, sample, kept.outcome(receipt));
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException("it is no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
