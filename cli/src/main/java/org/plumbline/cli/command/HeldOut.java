package org.plumbline.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.plumbline.align.sft.BestWeights;
import org.plumbline.align.sft.TrainingText;
import org.plumbline.align.sft.Validation;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.core.text.TrigramModel;
import org.plumbline.lm.text.EncodedText;

/** Texts that a model does not learn from. */
final class HeldOut {
  private HeldOut() {}

  /**
   * The validation on what a user named; the best weights are kept in the run folder until they are
   * the result.
   *
   * @param name what the user named; empty if nothing
   * @param read reads and encodes it
   */
  static Validation validation(
      Validation.Options options,
      String name,
      Function<String, List<TrainingText>> read,
      int batchSize,
      CommandContext context) {
    return new Validation(
        options,
        name.isEmpty() ? List.of() : read.apply(name),
        batchSize,
        BestWeights.in(context.run().path().resolve("best.safetensors")));
  }

  /**
   * What a trigram model that learnt from the same tokens makes of held-out texts: the perplexity
   * that a language model has to beat. Empty without texts.
   */
  static OptionalDouble trigramPerplexity(List<EncodedText> training, List<EncodedText> texts) {
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
}
