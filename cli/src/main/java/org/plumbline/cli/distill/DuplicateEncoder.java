package org.plumbline.cli.distill;

import java.util.Optional;
import java.util.function.Function;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.source.ModelEmbedding;
import org.plumbline.distill.dedup.Deduplication.ByEmbedding;
import org.plumbline.distill.dedup.RememberedEmbedding;
import org.plumbline.lm.hub.SentencePooling;

/**
 * An encoder of sentences by which duplicates are found, as an option names it: {@code MODEL} or
 * {@code MODEL@COSINE}.
 *
 * @param model a model folder, {@code embedded:NAME} or a model of a hub that is in the cache
 * @param cosine from which texts are duplicates
 */
public record DuplicateEncoder(String model, double cosine) {
  private static final double USUAL = 0.95;

  public DuplicateEncoder {
    ByEmbedding.requireCosine(cosine);
  }

  /** From the form {@code MODEL@COSINE}, or the model alone. */
  public static DuplicateEncoder parse(String form) {
    int mark = form.lastIndexOf('@');
    String behind = form.substring(mark + 1);
    return mark > 0 && behind.matches("-?[0-9]*\\.?[0-9]+")
        ? new DuplicateEncoder(form.substring(0, mark), Double.parseDouble(behind))
        : new DuplicateEncoder(form, USUAL);
  }

  @Override
  public String toString() {
    return model + "@" + cosine;
  }

  /** The plan with the encoder, if one is named. */
  public static Plan plan(Optional<DuplicateEncoder> named, Plan plan) {
    return named.map(of -> plan.with("encoder of duplicates", "%s", of)).orElse(plan);
  }

  /**
   * Does the work while the encoder is open, if one is named, and says how it makes vectors.
   *
   * @param work is given the measure, and must not keep it
   */
  public static <T> T with(
      Optional<DuplicateEncoder> named,
      CommandContext context,
      Function<Optional<ByEmbedding>, T> work) {
    if (named.isEmpty()) {
      return work.apply(Optional.empty());
    }
    DuplicateEncoder of = named.get();
    try (ModelEmbedding encoder = context.sources().embedding(of.model)) {
      SentencePooling pooling = encoder.pooling();
      context
          .console()
          .say(
              "%s: vectors are the %s, of at most %,d tokens%s",
              of.model,
              switch (pooling.pooling()) {
                case FIRST -> "first token's";
                case MEAN -> "mean over tokens";
              },
              pooling.mostTokens(),
              pooling.stated() ? "" : " (its folder has no modules.json that says so)");
      return work.apply(Optional.of(new ByEmbedding(new RememberedEmbedding(encoder), of.cosine)));
    }
  }
}
