package org.plumbline.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plumbline.align.loop.TrainedWeights;
import org.plumbline.align.policy.ElasticReset;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.material.Embedded;
import org.plumbline.lm.adapter.Adapters;
import org.plumbline.lm.adapter.Lora;
import org.plumbline.lm.adapter.LoraOptions;
import org.plumbline.lm.adapter.PeftFolder;
import org.plumbline.lm.adapter.WithoutAdapter;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.hub.ModelWriter;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;
import org.plumbline.lm.text.Tokenizer;

/** A language model that is trained, as a whole or by an adapter over it, and how it is saved. */
final class TunedModel implements AutoCloseable {
  /** The folder of a run's adapter, beside that of its model. */
  static final String ADAPTER = "adapter";

  private final CausalLm lm;
  private final @Nullable Adapters adapters;
  private final @Nullable Lora lora;
  private @Nullable Parameters initial;

  private TunedModel(CausalLm lm, @Nullable Adapters adapters, @Nullable Lora lora) {
    this.lm = lm;
    this.adapters = adapters;
    this.lora = lora;
  }

  /** The model itself, or under a fresh adapter; the model stays its opener's to close. */
  static TunedModel of(CausalLm lm, LoraChoice choice, CommandContext context) {
    Optional<LoraOptions> options = choice.options();
    if (options.isEmpty()) {
      return new TunedModel(lm, null, null);
    }
    Adapters adapters = new Adapters(lm.linears(), lm.parameters().asMap());
    return new TunedModel(
        lm, adapters, adapters.add(options.get(), context.seeds().child("adapter")));
  }

  /** What training changes. */
  TrainedWeights weights() {
    return adapters == null || lora == null
        ? TrainedWeights.all(lm)
        : TrainedWeights.adapter(adapters, lora, lora.options().dropout());
  }

  /**
   * The model as it was before training, frozen; the caller closes it. Under an adapter that is the
   * model without it, and else a second copy of the weights.
   *
   * @param folder where the model was opened
   */
  CausalLm reference(ModelFolder folder) {
    return adapters == null ? folder.causalLm() : new WithoutAdapter(lm, adapters);
  }

  /**
   * Elastic Reset of what is trained; to be called before the training begins.
   *
   * @param reference the model as it was before
   */
  ElasticReset elasticReset(ElasticReset.Options options, CausalLm reference) {
    if (lora == null) {
      return new ElasticReset(options, lm.parameters(), reference.parameters());
    }
    Parameters start = lora.parameters().copy();
    initial = start;
    return new ElasticReset(options, lora.parameters(), start);
  }

  /** Number of weights that training changes. */
  long trained() {
    return weights().tensors().values().stream().mapToLong(Tensor::count).sum();
  }

  /**
   * Writes the run's model, or its adapter and, if wanted, the model with the adapter merged in.
   *
   * @param base the name by which the model was opened
   * @return the folder of the result
   */
  Path save(CommandContext context, String base, Tokenizer tokenizer, boolean merge) {
    if (adapters == null || lora == null) {
      ModelWriter.save(context.run().clearedModel(), lm, tokenizer);
      return context.run().model();
    }
    Path folder = context.run().path().resolve(ADAPTER);
    clear(folder);
    PeftFolder.save(folder, baseName(base, context), lora);
    if (!merge) {
      return folder;
    }
    try (Adapters.InForce use = adapters.useMerged(lora)) {
      ModelWriter.save(context.run().clearedModel(), lm, tokenizer);
    }
    return context.run().model();
  }

  /** A name by which the model is found again from anywhere. */
  private static String baseName(String base, CommandContext context) {
    return Embedded.is(base)
        ? base
        : context.sources().modelFolder(base).toAbsolutePath().normalize().toString();
  }

  /** A resumed run writes again what a killed one left, with the same bits. */
  private static void clear(Path folder) {
    try {
      DurableFiles.deleteTree(folder);
    } catch (IOException e) {
      throw DurableFiles.failure(
          "remove '%s'".formatted(folder), "Remove it and go on with --resume", e);
    }
  }

  @Override
  public void close() {
    if (adapters != null) {
      adapters.close();
    }
    if (initial != null) {
      initial.close();
    }
  }
}
