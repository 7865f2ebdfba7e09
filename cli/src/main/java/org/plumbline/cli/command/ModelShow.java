package org.plumbline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plumbline.align.reward.RewardLineage;
import org.plumbline.align.reward.RewardModel;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.source.RewardFolders;
import org.plumbline.core.options.Option;
import org.plumbline.lm.adapter.LoraOptions;
import org.plumbline.lm.hub.ModelFiles;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.hub.ModelSize;
import org.plumbline.lm.text.Tokenizer;

/** {@code plumb model show}: what a model folder holds. */
public final class ModelShow implements Command<ModelShow.Options> {
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
      long fileBytes,
      List<String> fileTypes,
      MemoryEstimate memory,
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
    JsonNode config = folder.configuration();
    Lineage lineage = place(options.folder(), context).map(Lineage::of).orElse(null);
    ModelSize size = folder.size();
    try (Tokenizer tokenizer = folder.tokenizer()) {
      Shown shown =
          new Shown(
              folder.name(),
              config.path("model_type").asText(),
              config.path("architectures").path(0).asText("unknown"),
              size.parameters(),
              size.fileBytes(),
              size.types(),
              MemoryEstimate.of(size, config, tokenizer.vocabularySize()),
              tokenizer.vocabularySize(),
              tokenizer.hash(),
              lineage,
              config);
      String template = folder.chatTemplate().isPresent() ? "for chats" : "none: plain text";
      Plan lines = lines(shown, template);
      context.console().result(shown, (lineage == null ? lines : lineage.addTo(lines)).text());
    }
  }

  private static Plan lines(Shown shown, String template) {
    long context = ModelShape.context(shown.configuration);
    Plan plan =
        Plan.empty()
            .with("model", "%s", shown.name)
            .with("architecture", "%s (%s)", shown.architecture, shown.family)
            .with("shape", "%s", ModelShape.describe(shown.configuration))
            .with("parameters", "%,d", shown.parameters)
            .with(
                "on disk",
                "%s, %s",
                ByteCount.describe(shown.fileBytes),
                String.join(", ", shown.fileTypes));
    return memory(plan, shown.memory, context)
        .with("context", "%s tokens", context == 0 ? "unknown" : context)
        .with(
            "tokenizer",
            "%,d tokens, %s",
            shown.vocabularySize,
            shown.tokenizerHash.substring(0, 12))
        .with("template", "%s", template);
  }

  private static Plan memory(Plan plan, MemoryEstimate memory, long context) {
    Plan more =
        plan.with("scoring", "%s", needed(memory, memory.scoring()))
            .with(
                "training",
                "%s with a text of %d tokens at once, %s a further token",
                needed(memory, memory.training()),
                MemoryEstimate.TEXT,
                ByteCount.describe(memory.activationsPerToken()))
            .with(
                "recomputing",
                "%s likewise with --recompute, %s a further token; logits are counted part by part in all of these",
                needed(memory, memory.trainingRecomputed()),
                ByteCount.describe(memory.recomputedPerToken()))
            .with(
                "LoRA",
                "%s likewise, %,d parameters at rank %d over all linear maps",
                needed(memory, memory.lora()),
                memory.loraParameters(),
                LoraOptions.DEFAULT.rank());
    if (memory.cachePerToken() > 0) {
      more =
          more.with(
              "writing",
              "%s a token of each text%s, beside scoring's",
              ByteCount.describe(memory.cachePerToken()),
              context == 0
                  ? ""
                  : ", %s at the full context"
                      .formatted(ByteCount.describe(context * memory.cachePerToken())));
    }
    return memory.machine() == 0
        ? more
        : more.with("machine", "%s of memory", ByteCount.describe(memory.machine()));
  }

  private static String needed(MemoryEstimate memory, long bytes) {
    return ByteCount.describe(bytes) + (memory.fits(bytes) ? "" : " (more than this machine has)");
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
              .with("memory", "%s", ByteCount.describe(4 * shown.parameters()));
      context.console().result(shown, new Lineage(shown.lineage(), null).addTo(lines).text());
    }
  }

  /** The model's own folder; empty for one in a jar. */
  private static Optional<Path> place(String name, CommandContext context) {
    return name.startsWith("embedded:")
        ? Optional.empty()
        : Optional.of(context.sources().modelFolder(name));
  }
}
