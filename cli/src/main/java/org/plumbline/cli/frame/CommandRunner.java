package org.plumbline.cli.frame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.options.Bound;
import org.plumbline.core.options.OptionSchema;
import org.plumbline.core.run.ContentHash;
import org.plumbline.core.run.RunDescription;
import org.plumbline.core.run.RunFolder;
import org.plumbline.lm.tensor.NativeRuntime;

/** Runs one command: the same from a command line and as a stage of a recipe. */
public final class CommandRunner {
  private CommandRunner() {}

  /**
   * What a stage came to.
   *
   * @param values what {@code result.json} holds: the result, and how many seconds it took in the
   *     process that finished it
   * @param earlier whether it was computed by an earlier run, and only read now
   */
  public record Outcome(JsonNode values, String text, boolean earlier) {}

  /** Runs a command and prints its result. */
  static <O extends Record> void run(
      Command<O> command, String name, OptionLayers layers, CommandContext context) {
    OptionSchema<O> schema = command.schema();
    Bound<O> bound = schema.bind(layers.recipe(), layers.commandLine());
    CommonOptions common = context.common();
    if (common.printOptions()) {
      context.console().result(schema.toJson(bound.value()), bound.describe());
    } else if (command instanceof StageCommand<O> stage) {
      runStage(stage, name, bound.value(), context);
    } else {
      threads(common);
      command.run(bound.value(), context);
    }
  }

  private static <O extends Record> void runStage(
      StageCommand<O> stage, String name, O options, CommandContext context) {
    if (context.common().dryRun()) {
      Plan plan = stage.plan(options, context);
      context.console().result(plan, plan.text());
      return;
    }
    Path out =
        context
            .common()
            .out()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "'plumb %s' needs a folder to write into: give --out FOLDER"
                            .formatted(name)));
    Outcome outcome = compute(stage, name, options, out, context);
    if (outcome.earlier()) {
      context.console().say("'%s' holds a finished run: nothing was left to do", out);
    }
    context.console().result(outcome.values(), outcome.text());
  }

  /** Computes a stage of a recipe in its folder, or finds it computed there. */
  public static <O extends Record> Outcome stage(
      StageCommand<O> stage, String name, OptionLayers layers, Path out, CommandContext context) {
    O options = stage.schema().bind(layers.recipe(), layers.commandLine()).value();
    return compute(stage, name, options, out, context);
  }

  private static <O extends Record> Outcome compute(
      StageCommand<O> stage, String name, O options, Path out, CommandContext context) {
    CommonOptions common = context.common();
    OptionSchema<O> schema = stage.schema();
    ObjectNode json = schema.toJson(options);
    Map<String, ContentHash> inputs = Inputs.of(json.deepCopy().without(schema.mayDiffer()));
    RunDescription description =
        RunDescription.now(name, json, common.seed(), Version.all(), inputs);
    RunFolder.Start start = common.resume() ? RunFolder.Start.RESUME : RunFolder.Start.FRESH;
    try {
      return compute(stage, options, description, start, context, out);
    } catch (InvalidInputException e) {
      if (start == RunFolder.Start.FRESH) {
        Leftovers.remove(out);
      }
      throw e;
    }
  }

  private static <O extends Record> Outcome compute(
      StageCommand<O> stage,
      O options,
      RunDescription description,
      RunFolder.Start start,
      CommandContext context,
      Path out) {
    CommonOptions common = context.common();
    try (RunFolder run = RunFolder.open(out, start);
        CommandContext inside = context.within(common, run)) {
      run.begin(description, stage.schema().mayDiffer());
      Optional<JsonNode> earlier = ResultJson.read(out);
      if (earlier.isPresent()) {
        return new Outcome(earlier.get(), earlier.get().toPrettyString(), true);
      }
      threads(common);
      inside.stopInOrder();
      long begin = System.nanoTime();
      Result result = stage.compute(options, inside);
      ObjectNode values = ResultJson.of(result.values());
      values.put("seconds", (System.nanoTime() - begin) / 1e9);
      ResultJson.write(out, values);
      return new Outcome(values, result.text(), false);
    }
  }

  private static void threads(CommonOptions common) {
    if (common.threads() > 0) {
      NativeRuntime.threads(common.threads());
    }
  }
}
