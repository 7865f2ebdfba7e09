package org.plumbline.cli.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.CommandRunner;
import org.plumbline.cli.frame.OptionLayers;
import org.plumbline.cli.frame.Progress;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.core.error.InterruptedRunException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.options.Recipe;
import org.plumbline.core.options.Stage;
import org.plumbline.core.random.Seeds;

/**
 * Runs the stages of a recipe in their order, each in a folder of its own below one.
 *
 * <p>All options are checked before any work. A stage that has come to its end with the same
 * options, inputs and seed is not computed again.
 */
public final class RecipeRun {
  private final Recipe recipe;
  private final Path out;
  private final StageOverrides overrides;
  private final CommandContext context;

  /**
   * A run of a recipe.
   *
   * @param settings changes of its options, as {@code STAGE.OPTION=VALUE}
   */
  public RecipeRun(Recipe recipe, Path out, List<String> settings, CommandContext context) {
    this.recipe = recipe;
    this.out = out;
    this.overrides = StageOverrides.parse(settings, recipe);
    this.context = context;
  }

  /**
   * What came out of each stage.
   *
   * @param recipe its name
   * @param out the folder
   * @param seconds how long it took
   * @param stages results by stage
   */
  public record Summary(String recipe, String out, double seconds, Map<String, JsonNode> stages) {}

  /** Runs what is left to do. */
  public Summary run() {
    requireFreeOrResumed();
    check();
    long start = System.nanoTime();
    Map<String, JsonNode> results = new LinkedHashMap<>();
    int number = 0;
    for (Stage stage : recipe.stages()) {
      number++;
      if (context.stop().stopRequested()) {
        throw new InterruptedRunException(
            "stopped before stage '%s'; everything up to there is kept. Go on with --resume"
                .formatted(stage.name()));
      }
      context
          .console()
          .say("[%d/%d] %s: %s", number, recipe.stages().size(), stage.name(), stage.command());
      long begin = System.nanoTime();
      CommandRunner.Outcome outcome = run(stage);
      results.put(stage.name(), outcome.values());
      String took =
          outcome.earlier()
              ? "found finished"
              : Progress.duration((System.nanoTime() - begin) / 1e9);
      context
          .console()
          .say("      %s", outcome.earlier() ? took : outcome.text() + "  (" + took + ")");
    }
    return new Summary(recipe.name(), out.toString(), (System.nanoTime() - start) / 1e9, results);
  }

  /**
   * Binds the options of every stage, so that a mistake in the last shows before the first runs.
   */
  public void check() {
    for (Stage stage : recipe.stages()) {
      command(stage).schema().bind(layers(stage).recipe(), layers(stage).commandLine());
    }
  }

  /**
   * The options that the stage of this name would run with.
   *
   * @param kind the record of the stage's command
   */
  public <O extends Record> O options(String name, Class<O> kind) {
    Stage stage =
        recipe.stages().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    OptionLayers layers = layers(stage);
    return kind.cast(command(stage).schema().bind(layers.recipe(), layers.commandLine()).value());
  }

  /** The stages with the options that they would run with. */
  public String describe() {
    StringBuilder text = new StringBuilder();
    for (Stage stage : recipe.stages()) {
      text.append(stage.name()).append(": plumb ").append(stage.command()).append('\n');
      OptionLayers layers = layers(stage);
      command(stage)
          .schema()
          .bind(layers.recipe(), layers.commandLine())
          .describe()
          .lines()
          .forEach(line -> text.append("  ").append(line).append('\n'));
    }
    return text.toString().stripTrailing();
  }

  private CommandRunner.Outcome run(Stage stage) {
    Path folder = out.resolve(stage.name());
    CommandContext inside =
        context.within(context.common().inside(folder, seed(stage), Files.exists(folder)), null);
    return CommandRunner.stage(command(stage), stage.command(), layers(stage), folder, inside);
  }

  private long seed(Stage stage) {
    long root = context.common().givenSeed().orElse(recipe.seed());
    return new Seeds(root).child("stage").child(stage.name()).root();
  }

  private OptionLayers layers(Stage stage) {
    return new OptionLayers(stage.resolve(out::resolve), overrides.of(stage));
  }

  private StageCommand<?> command(Stage stage) {
    Command<?> command = context.commands().named(stage.command()).command().get();
    if (command instanceof StageCommand<?> stageCommand) {
      return stageCommand;
    }
    throw new InvalidInputException(
        "%s: 'plumb %s' writes no run folder, so it can be no stage; take it out"
            .formatted(stage.place(), stage.command()));
  }

  private void requireFreeOrResumed() {
    if (context.common().resume() || !Files.isDirectory(out)) {
      return;
    }
    try (Stream<Path> children = Files.list(out)) {
      if (children.findAny().isPresent()) {
        throw new InvalidInputException(
            "--out must be new or empty; '%s' is not. Add --resume to go on with the stages in it, or give another folder"
                .formatted(out));
      }
    } catch (IOException e) {
      throw DurableFiles.failure("look into '%s'".formatted(out), "Give another folder", e);
    }
  }
}
