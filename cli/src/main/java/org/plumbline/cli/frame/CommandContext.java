package org.plumbline.cli.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plumbline.align.loop.StepListener;
import org.plumbline.align.loop.StopSignal;
import org.plumbline.cli.source.Sources;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.run.RunFolder;

/** What a command is given besides its options. */
public final class CommandContext implements AutoCloseable {
  private final Console console;
  private final CommonOptions common;
  private final CommandSet commands;
  private final Sources sources;
  private final StopSwitch stop;
  private final @Nullable RunFolder run;
  private final List<Progress> open = new ArrayList<>();

  CommandContext(
      Console console,
      CommonOptions common,
      CommandSet commands,
      Sources sources,
      StopSwitch stop,
      @Nullable RunFolder run) {
    this.console = console;
    this.common = common;
    this.commands = commands;
    this.sources = sources;
    this.stop = stop;
    this.run = run;
  }

  /** Where results and messages go. */
  public Console console() {
    return console;
  }

  /** What every command understands. */
  public CommonOptions common() {
    return common;
  }

  /** All commands, for those that run others. */
  public CommandSet commands() {
    return commands;
  }

  /** Opens what options name. */
  public Sources sources() {
    return sources;
  }

  /** Whether the user wants to stop. */
  public StopSignal stop() {
    return stop;
  }

  /** The root of all chance. */
  public Seeds seeds() {
    return new Seeds(common.seed());
  }

  /** The run folder; only a {@link StageCommand} that runs has one. */
  public RunFolder run() {
    if (run == null) {
      throw new IllegalStateException("this command has no run folder");
    }
    return run;
  }

  /**
   * Where this command's rows go; the caller closes it.
   *
   * @param file what the user named; empty for standard output
   */
  public RowOutput rows(String file) {
    return RowOutput.open(console, file);
  }

  /** Progress that is cleared when the command ends. */
  public Progress progress(String what, long total, String unit) {
    Progress progress = console.progress(what, total, unit);
    open.add(progress);
    return progress;
  }

  /**
   * What follows a training's steps: {@code metrics.jsonl}, then progress.
   *
   * @param what the work, a word or two
   * @param shown metrics beside the progress, each with a short name for it
   */
  public List<StepListener> listeners(String what, Map<String, String> shown) {
    return List.of(
        (step, steps, metrics) -> run().metrics().record(step, metrics),
        new StepProgress(this, what, shown));
  }

  /** Progress alone, for a training whose metrics somebody else writes. */
  public StepListener progress(String what, Map<String, String> shown) {
    return new StepProgress(this, what, shown);
  }

  /** The same for a part of the work. */
  public CommandContext within(CommonOptions options, @Nullable RunFolder folder) {
    return new CommandContext(console, options, commands, sources, stop, folder);
  }

  /** From now on Ctrl-C waits for the step that runs, which must look at {@link #stop}. */
  public void stopInOrder() {
    stop.orderly();
  }

  @Override
  public void close() {
    open.forEach(Progress::close);
  }
}
