package org.plumbline.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Progress;
import org.plumbline.cli.recipe.RecipeLibrary;
import org.plumbline.cli.recipe.RecipeRun;
import org.plumbline.core.options.GivenValue;
import org.plumbline.core.options.Option;
import org.plumbline.core.options.Recipe;
import org.plumbline.core.options.Stage;

/** {@code plumb demo}: an included recipe, from reward models to a report. */
public final class Demo implements Command<Demo.Options> {
  /** The language model that the recipes align, as they name it. */
  static final String EMBEDDED_MODEL = "embedded:policy";

  private static final Path USUAL_FOLDER = Path.of("runs", "demo");

  /** How much of it, and on which language model. */
  public record Options(
      @Option("a smaller one that takes a minute and a half") boolean quick,
      @Option("a Llama-shaped model folder of your own to align") String model) {
    String recipe() {
      return quick ? "demo-quick" : "demo";
    }
  }

  @Override
  public Options defaults() {
    return new Options(false, "");
  }

  @Override
  public boolean writesFolder() {
    return true;
  }

  @Override
  public List<String> examples() {
    return List.of("", "--quick --out runs/quick");
  }

  @Override
  public void run(Options options, CommandContext context) {
    Recipe recipe = new RecipeLibrary(context.commands()).find(options.recipe());
    Path out = context.common().out().orElseGet(Demo::freeFolder);
    RecipeRun run = new RecipeRun(recipe, out, settings(recipe, options.model()), context);
    if (context.common().dryRun()) {
      run.check();
      context.console().result(recipe, run.describe());
      return;
    }
    context.console().say("%s", opening(recipe, out));
    RecipeRun.Summary summary = run.run();
    String took = Progress.duration(summary.seconds());
    String report =
        recipe.stages().stream()
            .filter(stage -> stage.command().equals("report"))
            .map(stage -> Objects.requireNonNull(summary.stages().get(stage.name())))
            .map(result -> result.path("file").asText())
            .findFirst()
            .orElse(out.toString());
    context.console().result(summary, "%nDone in %s. Open %s".formatted(took, report));
  }

  private static String opening(Recipe recipe, Path out) {
    StringBuilder text = new StringBuilder();
    text.append("Plumbline demo: ").append(recipe.description()).append('\n');
    int number = 0;
    for (Stage stage : recipe.stages()) {
      number++;
      text.append("  %2d. %s (plumb %s)%n".formatted(number, stage.name(), stage.command()));
    }
    return text.append("Everything goes to ")
        .append(out)
        .append("; stop with Ctrl-C, go on with: plumb demo --resume --out ")
        .append(out)
        .toString();
  }

  /** Wherever a stage reads the embedded language model, it reads the user's instead. */
  private static List<String> settings(Recipe recipe, String model) {
    List<String> settings = new ArrayList<>();
    if (!model.isEmpty()) {
      for (Stage stage : recipe.stages()) {
        for (Map.Entry<String, GivenValue> option : stage.options().entrySet()) {
          if (option.getValue().toString().equals(EMBEDDED_MODEL)) {
            settings.add("%s.%s=%s".formatted(stage.name(), option.getKey(), model));
          }
        }
      }
    }
    return settings;
  }

  private static Path freeFolder() {
    Path folder = USUAL_FOLDER;
    for (int number = 2; Files.exists(folder); number++) {
      folder = USUAL_FOLDER.resolveSibling("demo-" + number);
    }
    return folder;
  }
}
