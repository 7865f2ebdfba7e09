package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.plumbline.cli.command.OpeningEncoder.Opened;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Progress;
import org.plumbline.cli.frame.RowOutput;
import org.plumbline.cli.source.OpenedModel;
import org.plumbline.cli.source.RowOptions;
import org.plumbline.core.data.Opening;
import org.plumbline.core.data.Prompt;
import org.plumbline.core.options.Option;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.generate.Completion;
import org.plumbline.lm.generate.Generation;
import org.plumbline.lm.generate.GenerationEngine;
import org.plumbline.lm.generate.GenerationRequest;
import org.plumbline.lm.generate.Generator;
import org.plumbline.lm.generate.Sampling;
import org.plumbline.lm.generate.StopReason;
import org.plumbline.lm.generate.StopStrings;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.text.Tokenizer;

/** {@code plumb generate}: completions of prompts. */
public final class Generate implements Command<Generate.Options> {

  /** Who writes, after what, and how tokens are drawn. */
  public record Options(
      @Option(value = "a model folder, a run folder, an adapter, or embedded:NAME", required = true)
          String model,
      @Option("the model of an adapter; empty: the one that the adapter names") String base,
      @Option("one prompt, given here; empty: from the beginning of a text") String prompt,
      @Option("prompts: .jsonl (messages or prompt), .csv, .parquet, -, embedded:NAME")
          String prompts,
      @Option("a .jsonl, .csv or .parquet to write; standard output if left out") String to,
      @Option(inline = true) RowOptions rows,
      @Option("only so many prompts; 0: all") int limit,
      @Option("completions of each prompt") int samples,
      @Option("most tokens of a completion") int maxNewTokens,
      @Option(inline = true) SamplingOptions sampling,
      @Option("a completion ends where one of these texts appears, which is left out")
          List<String> stop,
      @Option("sequences at once; changes no text") int batchSize) {
    public Options {
      stop = List.copyOf(stop);
      require(
          prompt.isEmpty() || prompts.isEmpty(),
          "give either --prompt with one text or --prompts with a file of them (got both)");
      require(samples > 0, "samples must be positive (got %d)", samples);
      require(limit >= 0, "limit must not be negative (got %d); 0 is all prompts", limit);
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
        "",
        RowOptions.DEFAULT,
        0,
        1,
        usual.maxNewTokens(),
        SamplingOptions.PLAIN,
        List.of(),
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
    ModelFolder folder = context.sources().languageModel(options.model(), options.base());
    try (OpenedModel model = OpenedModel.of(folder);
        GenerationEngine engine =
            new GenerationEngine(
                model.lm(), GenerationEngine.Options.ofSlots(options.batchSize()));
        RowOutput out = context.rows(options.to())) {
      Tokenizer tokenizer = model.tokenizer();
      OpeningEncoder encoder = new OpeningEncoder(folder, tokenizer, model.lm().contextLength());
      Work work = new Work(encoder, tokenizer, engine, folder.endIds(), options, context, out);
      if (options.prompts().isEmpty()) {
        work.generate(List.of(new Prompt(options.prompt())));
      } else {
        context
            .sources()
            .openings(options.prompts(), options.rows(), options.limit(), work::generate);
      }
      out.finish();
    }
  }

  /** Completes one part of the prompts after another. */
  private static final class Work {
    private final OpeningEncoder encoder;
    private final Tokenizer tokenizer;
    private final GenerationEngine engine;
    private final Set<Integer> endIds;
    private final Sampling sampling;
    private final Options options;
    private final CommandContext context;
    private final RowOutput out;
    private final Progress progress;
    private long done;

    Work(
        OpeningEncoder encoder,
        Tokenizer tokenizer,
        GenerationEngine engine,
        Set<Integer> endIds,
        Options options,
        CommandContext context,
        RowOutput out) {
      this.encoder = encoder;
      this.tokenizer = tokenizer;
      this.engine = engine;
      this.endIds = endIds;
      this.sampling = options.sampling().sampling(endIds);
      this.options = options;
      this.context = context;
      this.out = out;
      this.progress = context.progress("generate", options.limit(), "prompts");
    }

    void generate(List<Opening> openings) {
      List<Opened> prompts = new ArrayList<>();
      for (Opening opening : openings) {
        prompts.add(encoder.encode(opening, done + prompts.size() + 1));
      }
      List<Generation> texts = new ArrayList<>();
      for (int i = 0; i < prompts.size(); i++) {
        Seeds seeds = context.seeds().child("prompts", done + i);
        for (int sample = 0; sample < options.samples(); sample++) {
          texts.add(engine.submit(request(prompts.get(i).ids(), seeds.child("sequence", sample))));
        }
      }
      while (engine.step()) {
        progress.at(done + finished(texts) / options.samples(), "");
      }
      progress.close();
      for (int i = 0; i < texts.size(); i++) {
        print(prompts.get(i / options.samples()), texts.get(i).completion());
      }
      done += prompts.size();
      progress.at(done, "");
    }

    private GenerationRequest request(int[] ids, Seeds seeds) {
      return new GenerationRequest(
              ids, sampling, options.maxNewTokens(), endIds, seeds.stream("tokens"))
          .withStops(options.stop(), tokenizer);
    }

    private static long finished(List<Generation> texts) {
      return texts.stream().filter(Generation::isFinished).count();
    }

    private void print(Opened prompt, Completion completion) {
      String text = StopStrings.before(tokenizer.decode(completion.ids()), options.stop());
      Row row =
          new Row(
              prompt.text(),
              text,
              completion.ids().length,
              completion.logProb(),
              completion.stop());
      out.row(row, prompt.text() + text);
    }
  }
}
