package org.plumbline.cli;

import java.util.List;
import org.plumbline.cli.command.Pretrain;
import org.plumbline.cli.command.TokenizerTrain;
import org.plumbline.cli.frame.CommandLineTool;
import org.plumbline.cli.frame.CommandSet;
import org.plumbline.cli.frame.CommandSet.Entry;
import org.plumbline.cli.frame.StopSwitch;
import org.plumbline.cli.frame.Version;

/** The {@code plumb} command; a new one is a class and a line here. */
public final class Plumb {
  private Plumb() {}

  /** All commands, in the order in which the help shows them. */
  static CommandSet commands() {
    return new CommandSet(
        List.of(
            new Entry("tokenizer train", "a BPE vocabulary from text", TokenizerTrain::new),
            new Entry("pretrain", "a language model from random weights", Pretrain::new)));
  }

  /** Runs what the words say and ends the process with its exit code. */
  @SuppressWarnings("SystemExitOutsideMain")
  public static void main(String[] words) {
    if (words.length == 1 && words[0].equals("--version")) {
      System.out.println(Version.line());
      return;
    }
    StopSwitch stop = new StopSwitch();
    System.exit(
        stop.finish(new CommandLineTool(commands(), System.out, System.err, stop).run(words)));
  }
}
