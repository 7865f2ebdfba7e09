package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import org.plumbline.align.policy.Policy;
import org.plumbline.align.policy.Rollout;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Progress;
import org.plumbline.cli.frame.RowOutput;
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
      @Option("prompts: .jsonl, .csv, .parquet (column prompt), -, embedded:NAME") String prompts,
      @Option("a .jsonl, .csv or .parquet to write; standard output if left out") String to,
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
    try (CausalLm lm = folder.causalLm();
        Tokenizer tokenizer = folder.tokenizer();
        RowOutput out = context.rows(options.to())) {
      Policy policy =
          new Policy(lm, new TextEncoder(tokenizer, new TextEncoder.Options(lm.contextLength())));
      Work work = new Work(policy, options, context, out);
      if (options.prompts().isEmpty()) {
        work.generate(List.of(new Prompt(options.prompt(), "")));
      } else {
        context
            .sources()
            .prompts(options.prompts(), options.rows(), options.limit(), work::generate);
      }
      out.finish();
    }
  }

  /** Completes one part of the prompts after another. */
  private static final class Work {
    private final Policy policy;
    private final Options options;
    private final CommandContext context;
    private final RowOutput out;
    private final Progress progress;
    private long done;

    Work(Policy policy, Options options, CommandContext context, RowOutput out) {
      this.policy = policy;
      this.options = options;
      this.context = context;
      this.out = out;
      this.progress = context.progress("generate", options.limit(), "prompts");
    }

    void generate(List<Prompt> prompts) {
      policy.requireRoom(prompts, 1, done + 1);
      int some = Math.max(1, options.batchSize() / options.samples());
      for (int from = 0; from < prompts.size(); from += some) {
        List<Prompt> part = prompts.subList(from, Math.min(prompts.size(), from + some));
        Rollout rollout =
            Rollout.sample(
                policy,
                part,
                options.samples(),
                options.generation(),
                context.seeds().child("prompts", done));
        progress.close();
        print(rollout, out);
        done += part.size();
        progress.at(done, "");
      }
    }
  }

  private static void print(Rollout rollout, RowOutput out) {
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
      out.row(row, exchange.prompt() + exchange.completion());
    }
  }
}
