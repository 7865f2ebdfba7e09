package org.plumbline.cli.command;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.plumbline.align.loop.StepListener;
import org.plumbline.align.sft.TokenLoss;
import org.plumbline.core.text.TrigramModel;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.text.EncodedText;

/**
 * Texts that a model does not learn from, and the loss on them.
 *
 * @param texts none if the user gave none
 */
record HeldOut(List<EncodedText> texts, int batchSize) {
  static final String METRIC = "held_out_loss_nats_per_token";

  /**
   * Reads them.
   *
   * @param name what the user named; empty if nothing
   * @param read reads and encodes it
   */
  static HeldOut of(String name, Function<String, List<EncodedText>> read, int batchSize) {
    return new HeldOut(name.isEmpty() ? List.of() : read.apply(name), batchSize);
  }

  /** Mean loss in nats a token; empty without texts. */
  OptionalDouble loss(CausalLm lm) {
    return texts.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(TokenLoss.mean(lm, texts, batchSize));
  }

  /**
   * What a trigram model that learnt from the same tokens makes of these texts: the perplexity that
   * a language model has to beat. Empty without texts.
   */
  OptionalDouble trigramPerplexity(List<EncodedText> training) {
    return texts.isEmpty() || training.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            TrigramModel.train(withoutEdges(training)).perplexity(withoutEdges(texts)));
  }

  /** The tokens of each text between its begin and its end, which a trigram model knows itself. */
  private static Iterable<List<Integer>> withoutEdges(List<EncodedText> texts) {
    return () ->
        texts.stream()
            .map(
                text ->
                    Arrays.stream(text.ids(), 1, text.length() - (text.truncated() ? 0 : 1))
                        .boxed()
                        .toList())
            .iterator();
  }

  /** The same listeners, which see the held-out loss among the metrics of every n-th step. */
  List<StepListener> listeners(CausalLm lm, long every, List<StepListener> listeners) {
    if (texts.isEmpty() || every == 0) {
      return listeners;
    }
    return List.of(
        new StepListener() {
          @Override
          public void resumedAt(long step) {
            listeners.forEach(listener -> listener.resumedAt(step));
          }

          @Override
          public void afterStep(long step, long steps, Map<String, Double> metrics) {
            Map<String, Double> all = new LinkedHashMap<>(metrics);
            if (step % every == 0 && step < steps) {
              loss(lm).ifPresent(loss -> all.put(METRIC, loss));
            }
            listeners.forEach(listener -> listener.afterStep(step, steps, all));
          }
        });
  }
}
