package org.plumbline.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.plumbline.cli.frame.Result;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.text.EncodedText;

/**
 * A trained language model, in figures.
 *
 * @param heldOutLossNatsPerToken null without held-out texts, like what follows from it
 * @param trigramPerplexity of a trigram model of the same training tokens on the same held-out
 *     texts; null if nobody asked
 */
record LanguageModelResult(
    String model,
    long parameters,
    int texts,
    @Nullable Integer heldOutTexts,
    @Nullable Double heldOutLossNatsPerToken,
    @Nullable Double heldOutPerplexity,
    @Nullable Double trigramPerplexity) {

  static Result of(Path model, CausalLm lm, List<EncodedText> texts, HeldOut heldOut) {
    return of(model, lm, texts, heldOut, OptionalDouble.empty());
  }

  static Result of(
      Path model,
      CausalLm lm,
      List<EncodedText> texts,
      HeldOut heldOut,
      OptionalDouble trigramPerplexity) {
    OptionalDouble loss = heldOut.loss(lm);
    String name = model.toString();
    long parameters = lm.parameters().count();
    if (loss.isEmpty()) {
      return new Result(
          new LanguageModelResult(name, parameters, texts.size(), null, null, null, null),
          String.format(Locale.ROOT, "%s: %,d parameters", name, parameters));
    }
    double perplexity = Math.exp(loss.getAsDouble());
    return new Result(
        new LanguageModelResult(
            name,
            parameters,
            texts.size(),
            heldOut.texts().size(),
            loss.getAsDouble(),
            perplexity,
            trigramPerplexity.isEmpty() ? null : trigramPerplexity.getAsDouble()),
        String.format(
            Locale.ROOT,
            "%s: %,d parameters, held-out loss %.4f nats a token, perplexity %.2f over %,d texts%s",
            name,
            parameters,
            loss.getAsDouble(),
            perplexity,
            heldOut.texts().size(),
            trigramPerplexity.isEmpty()
                ? ""
                : String.format(
                    Locale.ROOT,
                    " (a trigram model of the same tokens: %.2f)",
                    trigramPerplexity.getAsDouble())));
  }
}
