package org.plumbline.cli.frame;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.run.ContentHash;
import org.plumbline.core.run.RunDescription;
import org.plumbline.core.run.RunFolder;
import org.plumbline.lm.tensor.NativeRuntime;

/** Runs one command: the same from a command line and as a stage of a recipe. */
public final class CommandRunner {
  /** The result of a finished run, in its folder. */
  public static final String RESULT_FILE = "result.json";

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private CommandRunner() {}

  /**
   * Runs a command with options in words.
   *
   * @param given by option name without {@code --}
   */
  public static void run(
      CommandSet.Entry entry, Map<String, List<String>> given, CommandContext context) {
    run(entry, entry.command().get(), given, context);
  }

  private static <O extends Record> void run(
      CommandSet.Entry entry,
      Command<O> command,
      Map<String, List<String>> given,
      CommandContext context) {
    RecordBinder<O> binder = new RecordBinder<>(command.defaults());
    O options = binder.bind(given);
    CommonOptions common = context.common();
    if (command instanceof StageCommand<O> stage) {
      if (common.dryRun()) {
        Plan plan = stage.plan(options, context);
        context.console().result(plan, plan.text());
      } else {
        runStage(entry, stage, options, binder.toJson(options), context);
      }
    } else {
      threads(common);
      command.run(options, context);
    }
  }

  private static <O extends Record> void runStage(
      CommandSet.Entry entry,
      StageCommand<O> stage,
      O options,
      ObjectNode json,
      CommandContext context) {
    CommonOptions common = context.common();
    Path out =
        common
            .out()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "'plumb %s' needs a folder to write into: give --out FOLDER"
                            .formatted(entry.name())));
    Map<String, ContentHash> inputs = Inputs.of(json);
    RunDescription description =
        RunDescription.now(entry.name(), json, common.seed(), Version.all(), inputs);
    try (RunFolder run =
        RunFolder.open(out, common.resume() ? RunFolder.Start.RESUME : RunFolder.Start.FRESH)) {
      run.begin(description, Set.of());
      threads(common);
      try (CommandContext inside = context.within(context.console(), common, run)) {
        Result result = stage.compute(options, inside);
        write(out, result);
        context.console().result(result.values(), result.text());
      }
    }
  }

  private static void write(Path out, Result result) {
    try {
      DurableFiles.write(
          out.resolve(RESULT_FILE),
          JSON.writerWithDefaultPrettyPrinter().writeValueAsString(result.values()) + "\n");
    } catch (IOException e) {
      throw DurableFiles.failure(
          "write the result to '%s'".formatted(out), "Make room and go on with --resume", e);
    }
  }

  /** Whether the folder holds a run that has come to its end. */
  static boolean finished(Path out) {
    return Files.exists(out.resolve(RESULT_FILE));
  }

  private static void threads(CommonOptions common) {
    if (common.threads() > 0) {
      NativeRuntime.threads(common.threads());
    }
  }
}
