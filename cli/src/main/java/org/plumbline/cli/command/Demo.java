package org.plumbline.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Progress;
import org.plumbline.cli.recipe.RecipeLibrary;
import org.plumbline.cli.recipe.RecipeRun;
import org.plumbline.core.options.Option;
import org.plumbline.core.options.Recipe;

/**
 * {@code plumb demo}: the included recipe of the main path; everything in it is an ordinary
 * command.
 */
public final class Demo implements Command<Demo.Options> {
  private static final List<String> POLICIES = List.of("single", "ensemble", "averaged", "elastic");

  /** Which policy, and how long. */
  public record Options(
      @Option("the same path in a good minute, too short for a verdict") boolean quick,
      @Option("initial policy: a Llama-shaped folder of your own") String model) {}

  @Override
  public Options defaults() {
    return new Options(false, "embedded:policy");
  }

  @Override
  public boolean writesFolder() {
    return true;
  }

  @Override
  public List<String> examples() {
    return List.of("--out runs/demo", "--quick --out runs/quick");
  }

  @Override
  public void run(Options options, CommandContext context) {
    String name = options.quick() ? "demo-quick" : "demo";
    Recipe recipe = new RecipeLibrary(context.commands()).find(name);
    List<String> settings = new ArrayList<>();
    if (!options.model().equals(defaults().model())) {
      POLICIES.forEach(stage -> settings.add(stage + ".model=" + options.model()));
    }
    Path out =
        context
            .common()
            .out()
            .orElseGet(() -> Path.of("runs", name + "-" + System.currentTimeMillis() / 1000));
    RecipeRun run = new RecipeRun(recipe, out, settings, context);
    if (!settings.isEmpty()) {
      Rl.Options policy = run.options(POLICIES.getFirst(), Rl.Options.class);
      Plan effort = Rl.effort(Plan.empty(), policy, context, Rl.prompts(policy, context));
      context
          .console()
          .say(
              "Each of %d policies starts from %s:%n%s",
              POLICIES.size(), options.model(), effort.text().indent(6).stripTrailing());
    }
    if (context.common().dryRun()) {
      run.check();
      context.console().result(recipe, run.describe());
      return;
    }
    context
        .console()
        .say("Plumbline's main path, in %d stages below %s.", recipe.stages().size(), out);
    RecipeRun.Summary summary = run.run();
    Path report = out.resolve("report").resolve("report.html");
    context
        .console()
        .result(
            summary, "report: %s  (%s)".formatted(report, Progress.duration(summary.seconds())));
  }
}
