package org.plumbline.cli.command;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Progress;
import org.plumbline.core.hub.FileChoice;
import org.plumbline.core.hub.HubModel;
import org.plumbline.core.hub.HubSettings;
import org.plumbline.core.hub.ModelPull;
import org.plumbline.core.hub.PullListener;
import org.plumbline.core.options.Option;

/** {@code plumb pull}: a model from a hub into the cache that it shares with Python's libraries. */
public final class Pull implements Command<Pull.Options> {
  private static final int PARALLEL = 4;

  /** Which model, and which of its files. */
  public record Options(
      @Option(value = "ORGANISATION/NAME at the hub", required = true) String model,
      @Option("a branch, a tag or a commit") String revision,
      @Option("only files of these patterns, such as '*.json'; else what opens the model")
          List<String> include,
      @Option("how many files at once") int parallel) {}

  /** What is in the cache now. */
  record Shown(
      String model, String folder, String commit, int files, long bytes, long fetchedBytes) {}

  @Override
  public Options defaults() {
    return new Options("", HubModel.MAIN, List.of(), PARALLEL);
  }

  @Override
  public List<String> positional() {
    return List.of("model");
  }

  @Override
  public List<String> examples() {
    return List.of(
        "HuggingFaceTB/SmolLM2-135M-Instruct",
        "Qwen/Qwen3-0.6B --revision main --include \"*.json\"");
  }

  @Override
  public void run(Options options, CommandContext context) {
    HubModel named = HubModel.parse(options.model());
    HubModel model =
        options.revision().equals(HubModel.MAIN) ? named : named.at(options.revision());
    HubSettings settings =
        HubSettings.of(System.getenv(), Path.of(System.getProperty("user.home", "")));
    context.stopInOrder();
    ModelPull.Options wanted =
        new ModelPull.Options(model, new FileChoice(options.include()), options.parallel());
    ModelPull.Pulled pulled =
        new ModelPull(settings, context.stop()::stopRequested, new Shower(context)).run(wanted);
    context
        .console()
        .result(
            new Shown(
                model.toString(),
                pulled.folder().toString(),
                pulled.commit(),
                pulled.files(),
                pulled.bytes(),
                pulled.fetched()),
            text(model, pulled));
  }

  private static String text(HubModel model, ModelPull.Pulled pulled) {
    return Plan.empty()
        .with("model", "%s, to be named so in other commands", model)
        .with("commit", "%s", pulled.commit())
        .with("files", "%d, %s", pulled.files(), ByteCount.describe(pulled.bytes()))
        .with(
            "fetched",
            "%s",
            pulled.fetched() == 0 ? "nothing: all was here" : ByteCount.describe(pulled.fetched()))
        .with("folder", "%s", pulled.folder())
        .text();
  }

  /** Progress in megabytes. */
  private static final class Shower implements PullListener {
    private static final long MEGABYTE = 1_000_000;

    private final CommandContext context;
    private @Nullable Progress progress;

    Shower(CommandContext context) {
      this.context = context;
    }

    @Override
    public void fetched(long done, long total, String file) {
      if (progress == null) {
        progress = context.progress("pull", Math.max(1, total / MEGABYTE), "MB");
      }
      progress.at(done / MEGABYTE, file);
    }

    @Override
    public void notice(String message) {
      context.console().say("%s", message);
    }
  }
}
