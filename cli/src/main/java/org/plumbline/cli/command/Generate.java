package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import org.plumbline.align.policy.Policy;
import org.plumbline.align.policy.Rollout;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Progress;
import org.plumbline.cli.source.RowOptions;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.data.Prompt;
import org.plumbline.core.options.Option;
import org.plumbline.lm.generate.Completion;
import org.plumbline.lm.generate.Generator;
import org.plumbline.lm.generate.StopReason;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.text.TextEncoder;
import org.plumbline.lm.text.Tokenizer;

/** {@code plumb generate}: completions of prompts. */
public final class Generate implements Command<Generate.Options> {

  /** Who writes, after what, and how tokens are drawn. */
  public record Options(
      @Option(value = "a model folder, a run folder, or embedded:NAME", required = true)
          String model,
      @Option("one prompt, given here; empty: from the beginning of a text") String prompt,
      @Option("prompts: .jsonl (column prompt), -, embedded:NAME") String prompts,
      @Option(inline = true) RowOptions rows,
      @Option("only so many prompts; 0: all") int limit,
      @Option("completions of each prompt") int samples,
      @Option("most tokens of a completion") int maxNewTokens,
      @Option("divides the logits; 0 takes the most probable token") double temperature,
      @Option("only so many most probable tokens; 0: all") int topK,
      @Option("only the most probable tokens with this mass") double topP,
      @Option("sequences at once") int batchSize) {
    public Options {
      require(
          prompt.isEmpty() || prompts.isEmpty(),
          "give either --prompt with one text or --prompts with a file of them (got both)");
      require(samples > 0, "samples must be positive (got %d)", samples);
      require(limit >= 0, "limit must not be negative (got %d); 0 is all prompts", limit);
    }

    Generator.Options generation() {
      return new Generator.Options(maxNewTokens, temperature, topK, topP, batchSize);
    }
  }

  record Row(String prompt, String completion, int tokens, double logProbNats, StopReason stop) {}

  @Override
  public Options defaults() {
    Generator.Options usual = Generator.Options.DEFAULT;
    return new Options(
        "",
        "",
        "",
        RowOptions.DEFAULT,
        0,
        1,
        usual.maxNewTokens(),
        usual.temperature(),
        usual.topK(),
        usual.topP(),
        usual.batchSize());
  }

  @Override
  public List<String> examples() {
    return List.of(
        "--model runs/lm --prompt \"A bicycle is\" --samples 3",
        "--model runs/lm --prompts prompts.jsonl --temperature 0.7 --json");
  }

  @Override
  public void run(Options options, CommandContext context) {
    ModelFolder folder = context.sources().model(options.model());
    List<Prompt> prompts = prompts(options, context);
    try (CausalLm lm = folder.causalLm();
        Tokenizer tokenizer = folder.tokenizer()) {
      Policy policy =
          new Policy(lm, new TextEncoder(tokenizer, new TextEncoder.Options(lm.contextLength())));
      policy.requireRoom(prompts, 1);
      Progress progress = context.progress("generate", prompts.size(), "prompts");
      int some = Math.max(1, options.batchSize() / options.samples());
      for (int from = 0; from < prompts.size(); from += some) {
        List<Prompt> part = prompts.subList(from, Math.min(prompts.size(), from + some));
        Rollout rollout =
            Rollout.sample(
                policy,
                part,
                options.samples(),
                options.generation(),
                context.seeds().child("prompts", from));
        progress.close();
        print(rollout, context);
        progress.at(from + part.size(), "");
      }
    }
  }

  private static List<Prompt> prompts(Options options, CommandContext context) {
    if (options.prompts().isEmpty()) {
      return List.of(new Prompt(options.prompt(), ""));
    }
    List<Prompt> all = context.sources().prompts(options.prompts(), options.rows());
    return options.limit() == 0 ? all : all.subList(0, Math.min(all.size(), options.limit()));
  }

  private static void print(Rollout rollout, CommandContext context) {
    for (int i = 0; i < rollout.size(); i++) {
      Completion completion = rollout.completions().get(i);
      Exchange exchange = rollout.exchanges().get(i);
      Row row =
          new Row(
              exchange.prompt(),
              exchange.completion(),
              completion.ids().length,
              completion.logProb(),
              completion.stop());
      context.console().result(row, exchange.prompt() + exchange.completion());
    }
  }
}
