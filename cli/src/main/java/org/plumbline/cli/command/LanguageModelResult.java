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
 */
record LanguageModelResult(
    String model,
    long parameters,
    int texts,
    @Nullable Integer heldOutTexts,
    @Nullable Double heldOutLossNatsPerToken,
    @Nullable Double heldOutPerplexity) {

  static Result of(Path model, CausalLm lm, List<EncodedText> texts, HeldOut heldOut) {
    OptionalDouble loss = heldOut.loss(lm);
    String name = model.toString();
    long parameters = lm.parameters().count();
    if (loss.isEmpty()) {
      return new Result(
          new LanguageModelResult(name, parameters, texts.size(), null, null, null),
          String.format(Locale.ROOT, "%s: %,d parameters", name, parameters));
    }
    double perplexity = Math.exp(loss.getAsDouble());
    return new Result(
        new LanguageModelResult(
            name, parameters, texts.size(), heldOut.texts().size(), loss.getAsDouble(), perplexity),
        String.format(
            Locale.ROOT,
            "%s: %,d parameters, held-out loss %.4f nats a token, perplexity %.2f over %,d texts",
            name,
            parameters,
            loss.getAsDouble(),
            perplexity,
            heldOut.texts().size()));
  }
}
