package org.plumbline.lm.hub;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.lm.encoder.Pooling;

/**
 * How a folder of sentence-transformers says that an encoder's vectors of tokens become one of the
 * text: {@code modules.json}, the configuration of its pooling, {@code sentence_bert_config.json}.
 *
 * @param pooling the first token's vector or the mean of all
 * @param stated whether the folder says so; otherwise it is the mean, which most such models want
 * @param mostTokens of a text, special ones included; what is beyond is cut off
 */
public record SentencePooling(Pooling pooling, boolean stated, int mostTokens) {
  private static final String MODULES = "modules.json";
  private static final String LIMITS = "sentence_bert_config.json";
  private static final JsonMapper JSON = new JsonMapper();

  /** What kinds of pooling are called there, and ours; the others are refused. */
  private static final Map<String, Pooling> KNOWN =
      Map.of("cls", Pooling.FIRST, "mean", Pooling.MEAN);

  /**
   * Reads it.
   *
   * @param contextLength most tokens that the encoder can read
   * @throws InvalidInputException if the folder describes a computation that is none of these
   */
  public static SentencePooling of(ModelFiles files, int contextLength) {
    int most =
        files.has(LIMITS)
            ? json(files, LIMITS).path("max_seq_length").asInt(contextLength)
            : contextLength;
    require(
        most > 2,
        "max_seq_length in %s of '%s' must leave room for a token beside the special ones (got %d)",
        LIMITS,
        files.name(),
        most);
    Optional<Pooling> stated = files.has(MODULES) ? pooling(files) : Optional.empty();
    return new SentencePooling(
        stated.orElse(Pooling.MEAN), stated.isPresent(), Math.min(most, contextLength));
  }

  /** The one of its modules; of the others the encoder itself and a norm of 1 change no cosine. */
  private static Optional<Pooling> pooling(ModelFiles files) {
    Optional<Pooling> pooling = Optional.empty();
    for (JsonNode module : json(files, MODULES)) {
      String type = module.path("type").asText();
      switch (type.substring(type.lastIndexOf('.') + 1)) {
        case "Transformer", "Normalize" -> {}
        case "Pooling" ->
            pooling = Optional.of(pooling(files, module.path("path").asText() + "/config.json"));
        default ->
            throw new InvalidInputException(
                "an encoder of sentences must be a transformer, a pooling and perhaps a norm of 1 ('%s' has a module '%s'); choose one such as bge-small-zh-v1.5 or all-MiniLM-L6-v2"
                    .formatted(files.name(), type));
      }
    }
    return pooling;
  }

  private static Pooling pooling(ModelFiles files, String file) {
    List<String> on = modes(json(files, file));
    Pooling known = on.size() == 1 ? KNOWN.get(on.getFirst()) : null;
    if (known == null) {
      throw new InvalidInputException(
          "a text's vector must be that of the first token (cls) or the mean; %s of '%s' wants %s; choose another model"
              .formatted(file, files.name(), on.isEmpty() ? "nothing" : String.join(" and ", on)));
    }
    return known;
  }

  /** As older versions write it, a flag for each kind, or as newer ones do, by name. */
  private static List<String> modes(JsonNode config) {
    if (config.has("pooling_mode")) {
      return List.of(config.path("pooling_mode").asText().toLowerCase(Locale.ROOT).split("\\+"));
    }
    Map<String, String> kinds = new TreeMap<>();
    config
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (name.startsWith("pooling_mode_") && config.path(name).asBoolean()) {
                String kind = name.substring("pooling_mode_".length());
                kinds.put(kind.replaceFirst("_tokens?$", ""), name);
              }
            });
    return List.copyOf(kinds.keySet());
  }

  private static JsonNode json(ModelFiles files, String file) {
    try {
      return JSON.readTree(files.bytes(file));
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s of '%s' is not JSON: %s".formatted(file, files.name(), DurableFiles.reason(e)), e);
    }
  }
}
