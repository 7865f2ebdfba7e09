package org.plumbline.cli.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.plumbline.align.sft.Validation;
import org.plumbline.cli.frame.Result;

/**
 * A trained language model, in figures.
 *
 * @param model the folder of the model, or of the adapter where that alone is the result
 * @param trained how many of the parameters were trained
 * @param keptStep the update whose weights are the result; null if the last one's are
 * @param heldOutLossNatsPerToken null without held-out texts, like what follows from it
 * @param trigramPerplexity of a trigram model of the same training tokens on the same held-out
 *     texts; null if nobody asked
 */
record LanguageModelResult(
    String model,
    long parameters,
    long trained,
    int texts,
    @Nullable Long keptStep,
    @Nullable Integer heldOutTexts,
    @Nullable Double heldOutLossNatsPerToken,
    @Nullable Double heldOutPerplexity,
    @Nullable Double trigramPerplexity) {

  /**
   * The result.
   *
   * @param texts how many were trained on
   */
  static Result of(
      Path model,
      long parameters,
      long trained,
      int texts,
      Validation validation,
      OptionalDouble trigramPerplexity) {
    OptionalDouble loss = validation.result();
    LanguageModelResult result =
        new LanguageModelResult(
            model.toString(),
            parameters,
            trained,
            texts,
            validation.keptStep() > 0 ? validation.keptStep() : null,
            loss.isEmpty() ? null : validation.texts().size(),
            loss.isEmpty() ? null : loss.getAsDouble(),
            loss.isEmpty() ? null : Math.exp(loss.getAsDouble()),
            trigramPerplexity.isEmpty() ? null : trigramPerplexity.getAsDouble());
    return new Result(result, result.text());
  }

  private String text() {
    StringBuilder text =
        new StringBuilder(
            trained < parameters
                ? say("%s: %,d of %,d parameters", model, trained, parameters)
                : say("%s: %,d parameters", model, parameters));
    if (heldOutLossNatsPerToken != null && heldOutPerplexity != null) {
      text.append(
          say(
              ", held-out loss %.4f nats a token, perplexity %.2f over %,d texts",
              heldOutLossNatsPerToken, heldOutPerplexity, heldOutTexts));
    }
    if (trigramPerplexity != null) {
      text.append(say(" (a trigram model of the same tokens: %.2f)", trigramPerplexity));
    }
    if (keptStep != null) {
      text.append(say(", of step %,d", keptStep));
    }
    return text.toString();
  }

  private static String say(String format, @Nullable Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
