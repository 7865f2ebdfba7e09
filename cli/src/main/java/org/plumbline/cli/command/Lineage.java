package org.plumbline.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.plumbline.align.reward.RewardLineage;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.source.RewardFolders;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.run.RunDescription;
import org.plumbline.core.run.RunFolder;

/**
 * Where a model comes from, as far as its folder and the run around it tell.
 *
 * @param reward what a reward model says of itself; null for another model
 * @param run the run that made it; null if none is known
 */
record Lineage(@Nullable RewardLineage reward, @Nullable Run run) {
  /** Characters of a hash that people compare. */
  private static final int SHORT = 12;

  /**
   * The run that made a model.
   *
   * @param command for example {@code rl}
   * @param from what it was made from: the options that name models and data
   */
  record Run(String folder, String command, long seed, String started, List<String> from) {}

  /** Of the model in this folder. */
  static Lineage of(Path folder) {
    RewardLineage reward = RewardFolders.isOne(folder) ? RewardLineage.of(folder) : null;
    return new Lineage(reward, run(folder));
  }

  /** The folder itself, or the nearest around it, that holds a run. */
  private static @Nullable Run run(Path model) {
    Path folder = model.toAbsolutePath().normalize();
    for (int up = 0;
        up < 3 && folder.getParent() != null;
        up++, folder = DurableFiles.parent(folder)) {
      if (Files.exists(folder.resolve("run.json"))) {
        RunDescription made = RunFolder.describe(folder);
        List<String> from =
            List.of("tokenizer", "model", "models", "reward", "data", "prompts").stream()
                .filter(name -> !made.options().path(name).isMissingNode())
                .map(
                    name ->
                        name
                            + " "
                            + made.options().path(name).toString().replaceAll("[\\[\\]\"]", ""))
                .toList();
        return new Run(
            folder.toString(), made.command(), made.seed(), made.started().toString(), from);
      }
    }
    return null;
  }

  /** The plan with lines for what is known. */
  Plan addTo(Plan lines) {
    Plan all = lines;
    if (reward != null) {
      all = reward.averaged().isEmpty() ? member(all, reward) : average(all, reward);
      all =
          all.with("start", "%s", brief(reward.start()))
              .with(
                  "preferences",
                  "%s, %.0f %% of the labels swapped",
                  brief(reward.data()),
                  100 * reward.corruptedShare());
    }
    return run == null
        ? all
        : all.with("made by", "plumb %s, seed %d, %s", run.command, run.seed, run.started)
            .with("from", "%s", String.join("; ", run.from));
  }

  private static Plan member(Plan lines, RewardLineage made) {
    return lines.with(
        "reward model",
        "member %d of seed %d: %,d updates of the upper %d layers, learning rate %s, dropout %s",
        made.member() + 1,
        made.seed(),
        made.steps(),
        made.trainedLayers(),
        made.learningRate(),
        made.dropout());
  }

  private static Plan average(Plan lines, RewardLineage made) {
    return lines.with(
        "reward model",
        "average of %d: %s",
        made.averaged().size(),
        made.averaged().stream().map(Lineage::brief).collect(Collectors.joining(", ")));
  }

  private static String brief(String hash) {
    return hash.substring(0, Math.min(SHORT, hash.length()));
  }
}
