package org.plumbline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plumbline.align.reward.RewardLineage;
import org.plumbline.align.reward.RewardModel;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.source.RewardFolders;
import org.plumbline.core.options.Option;
import org.plumbline.lm.encoder.Trunk;
import org.plumbline.lm.hub.ModelFiles;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.seq2seq.Seq2SeqLm;
import org.plumbline.lm.text.Tokenizer;

/** {@code plumb model show}: what a model folder holds. */
public final class ModelShow implements Command<ModelShow.Options> {
  /** Weights, gradients and AdamW's two moments, four bytes each. */
  private static final int TRAINING_BYTES = 16;

  /** Which model. */
  public record Options(
      @Option(value = "a model folder, a run folder, or embedded:NAME", required = true)
          String folder) {}

  /**
   * What is told of a reward model that is an adapter over a trunk which lies elsewhere.
   *
   * @param ownWeights of adapter and head
   * @param parameters the trunk's among them
   */
  record ShownAdapter(String name, long ownWeights, long parameters, RewardLineage lineage) {}

  record Shown(
      String name,
      String family,
      String architecture,
      long parameters,
      long weightBytes,
      long trainingBytes,
      int vocabularySize,
      String tokenizerHash,
      @Nullable Lineage lineage,
      JsonNode configuration) {}

  @Override
  public Options defaults() {
    return new Options("");
  }

  @Override
  public List<String> positional() {
    return List.of("folder");
  }

  @Override
  public List<String> examples() {
    return List.of("runs/lm", "runs/lm/model --json");
  }

  @Override
  public void run(Options options, CommandContext context) {
    Optional<ModelFiles> adapter = RewardFolders.adapter(options.folder());
    if (adapter.isPresent()) {
      show(adapter.get(), context);
      return;
    }
    ModelFolder folder = context.sources().model(options.folder());
    Optional<Path> place = place(options.folder(), context);
    boolean reward = place.filter(RewardFolders::isOne).isPresent();
    long parameters = reward ? rewardParameters(place.get()) : parameters(folder);
    JsonNode config = folder.configuration();
    Lineage lineage = place.map(Lineage::of).orElse(null);
    try (Tokenizer tokenizer = folder.tokenizer()) {
      String architecture = config.path("architectures").path(0).asText("unknown");
      Shown shown =
          new Shown(
              folder.name(),
              config.path("model_type").asText(),
              architecture,
              parameters,
              4 * parameters,
              TRAINING_BYTES * parameters,
              tokenizer.vocabularySize(),
              tokenizer.hash(),
              lineage,
              config);
      Plan lines =
          Plan.empty()
              .with("model", "%s", folder.name())
              .with("architecture", "%s (%s)", architecture, shown.family())
              .with("shape", "%s", shape(config))
              .with("parameters", "%,d", parameters)
              .with(
                  "memory",
                  "%s, training %s",
                  megabytes(4 * parameters),
                  megabytes(16 * parameters))
              .with(
                  "context",
                  "%s tokens",
                  first(config, "max_position_embeddings", "n_positions", "seq_length"))
              .with(
                  "tokenizer",
                  "%,d tokens, %s",
                  tokenizer.vocabularySize(),
                  tokenizer.hash().substring(0, 12))
              .with(
                  "template",
                  "%s",
                  folder.chatTemplate().isPresent() ? "for chats" : "none: plain text");
      context.console().result(shown, (lineage == null ? lines : lineage.addTo(lines)).text());
    }
  }

  private static void show(ModelFiles files, CommandContext context) {
    try (RewardModel model = RewardModel.open(files)) {
      ShownAdapter shown =
          new ShownAdapter(files.name(), model.ownWeights(), model.parameters(), model.lineage());
      Plan lines =
          Plan.empty()
              .with("model", "%s", shown.name())
              .with("kind", "a reward model that is an adapter and a head")
              .with("parameters", "%,d, %,d of its own", shown.parameters(), shown.ownWeights())
              .with("memory", "%s", megabytes(4 * shown.parameters()));
      context.console().result(shown, new Lineage(shown.lineage(), null).addTo(lines).text());
    }
  }

  /** The model's own folder; empty for one in a jar. */
  private static Optional<Path> place(String name, CommandContext context) {
    return name.startsWith("embedded:")
        ? Optional.empty()
        : Optional.of(context.sources().modelFolder(name));
  }

  private static long rewardParameters(Path folder) {
    try (RewardModel model = RewardModel.open(folder)) {
      return model.parameters();
    }
  }

  private static long parameters(ModelFolder folder) {
    if (folder.isSeq2SeqLm()) {
      try (Seq2SeqLm model = folder.seq2SeqLm()) {
        return model.parameters().count();
      }
    }
    try (Trunk trunk = folder.trunk()) {
      return trunk.parameters().count();
    }
  }

  private static String shape(JsonNode config) {
    return "%s layers, width %s, feed-forward %s, %s heads"
        .formatted(
            first(config, "num_hidden_layers", "n_layer", "n_layers", "num_layers"),
            first(config, "hidden_size", "n_embd", "dim", "d_model"),
            first(config, "intermediate_size", "n_inner", "ffn_hidden_size", "hidden_dim", "d_ff"),
            first(config, "num_attention_heads", "n_head", "n_heads", "num_heads"));
  }

  /** The value of the key that a family uses for it. */
  private static String first(JsonNode config, String... keys) {
    return Stream.of(keys)
        .filter(config::hasNonNull)
        .map(key -> config.get(key).asText())
        .findFirst()
        .orElse("unknown");
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
