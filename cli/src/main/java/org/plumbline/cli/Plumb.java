package org.plumbline.cli;

import java.util.List;
import org.plumbline.cli.command.Bench;
import org.plumbline.cli.command.Chat;
import org.plumbline.cli.command.Demo;
import org.plumbline.cli.command.DistillAnswers;
import org.plumbline.cli.command.DistillBuild;
import org.plumbline.cli.command.DistillEvaluate;
import org.plumbline.cli.command.DistillIngest;
import org.plumbline.cli.command.DistillOptimize;
import org.plumbline.cli.command.DistillOptimizeJudge;
import org.plumbline.cli.command.DistillOptimizeQuestions;
import org.plumbline.cli.command.DistillQuestions;
import org.plumbline.cli.command.Doctor;
import org.plumbline.cli.command.GameAudit;
import org.plumbline.cli.command.GamePlay;
import org.plumbline.cli.command.GameShow;
import org.plumbline.cli.command.GameVerify;
import org.plumbline.cli.command.Generate;
import org.plumbline.cli.command.JudgeAnswers;
import org.plumbline.cli.command.Metrics;
import org.plumbline.cli.command.ModelCheckCommand;
import org.plumbline.cli.command.ModelShow;
import org.plumbline.cli.command.Pretrain;
import org.plumbline.cli.command.Pull;
import org.plumbline.cli.command.Recipes;
import org.plumbline.cli.command.RecipesCopy;
import org.plumbline.cli.command.RewardAverageCommand;
import org.plumbline.cli.command.RewardEval;
import org.plumbline.cli.command.RewardScore;
import org.plumbline.cli.command.RewardTrain;
import org.plumbline.cli.command.Rl;
import org.plumbline.cli.command.RunRecipe;
import org.plumbline.cli.command.Sft;
import org.plumbline.cli.command.TokenizerTrain;
import org.plumbline.cli.command.WriteReport;
import org.plumbline.cli.frame.CommandLineTool;
import org.plumbline.cli.frame.CommandSet;
import org.plumbline.cli.frame.CommandSet.Entry;
import org.plumbline.cli.frame.StopSwitch;
import org.plumbline.cli.frame.Version;

/** The {@code plumb} command; a new one is a class and a line here. */
public final class Plumb {
  private Plumb() {}

  /** All commands, in the order in which the help shows them. */
  public static CommandSet commands() {
    return new CommandSet(
        List.of(
            new Entry("demo", "the main path on real input, with a report", Demo::new),
            new Entry("doctor", "what this machine offers, and what to change", Doctor::new),
            new Entry("bench", "how fast jobs of defined work run here", Bench::new),
            new Entry("pull", "a model from a hub into the cache", Pull::new),
            new Entry("tokenizer train", "a BPE vocabulary from text", TokenizerTrain::new),
            new Entry("pretrain", "a language model from random weights", Pretrain::new),
            new Entry("sft", "supervised fine-tuning on demonstrations", Sft::new),
            new Entry("generate", "completions of prompts", Generate::new),
            new Entry("chat", "a conversation on the terminal", Chat::new),
            new Entry("model show", "what a model folder holds", ModelShow::new),
            new Entry("model check", "a model against expected values", ModelCheckCommand::new),
            new Entry(
                "reward train", "Bradley-Terry reward models from one start", RewardTrain::new),
            new Entry(
                "reward average",
                "their average in weight space (WARM)",
                RewardAverageCommand::new),
            new Entry("reward score", "what reward models give to texts", RewardScore::new),
            new Entry("reward eval", "how well reward models order pairs", RewardEval::new),
            new Entry("rl", "a policy against reward models, by RLOO", Rl::new),
            new Entry("game play", "a mechanism: outcome, payments, ledger", GamePlay::new),
            new Entry("game audit", "what lies would have won, with a report", GameAudit::new),
            new Entry("game show", "policies and payments as pictures", GameShow::new),
            new Entry("game verify", "a ledger, computed again", GameVerify::new),
            new Entry(
                "distill ingest", "from the files of a textbook to paragraphs", DistillIngest::new),
            new Entry("distill optimize", "a better prompt for a teacher", DistillOptimize::new),
            new Entry(
                "distill optimize-questions",
                "a better prompt that asks for questions",
                DistillOptimizeQuestions::new),
            new Entry(
                "distill optimize-judge",
                "instructions with which a judge grades as people do",
                DistillOptimizeJudge::new),
            new Entry(
                "distill questions",
                "questions about paragraphs, in rounds",
                DistillQuestions::new),
            new Entry(
                "distill answers", "answers, with the paragraph at hand", DistillAnswers::new),
            new Entry("distill build", "a corpus in parts that share nothing", DistillBuild::new),
            new Entry(
                "distill evaluate", "models that answer the same questions", DistillEvaluate::new),
            new Entry("judge", "grades of answers by a model, and their worth", JudgeAnswers::new),
            new Entry("metrics", "answers against references, by named metrics", Metrics::new),
            new Entry("report", "one HTML file of several runs side by side", WriteReport::new),
            new Entry("run", "the stages of a recipe, cached and resumable", RunRecipe::new),
            new Entry("recipes", "the recipes that are included", Recipes::new),
            new Entry(
                "recipes copy", "hands an included recipe over to be edited", RecipesCopy::new)));
  }

  /** Runs what the words say and ends the process with its exit code. */
  @SuppressWarnings("SystemExitOutsideMain")
  public static void main(String[] words) {
    if (words.length == 1 && (words[0].equals("--version") || words[0].equals("-V"))) {
      System.out.println(Version.line());
      return;
    }
    StopSwitch stop = new StopSwitch();
    stop.listen(System.err);
    CommandLineTool tool = new CommandLineTool(commands(), System.out, System.err, stop);
    // Standard output is for results: what libraries print goes elsewhere (jieba tells how it
    // loads).
    System.setOut(System.err);
    System.exit(stop.finish(tool.run(words)));
  }
}
