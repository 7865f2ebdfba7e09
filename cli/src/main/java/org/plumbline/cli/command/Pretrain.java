package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import java.util.Map;
import org.plumbline.align.loop.RunCheckpoints;
import org.plumbline.align.loop.TrainedWeights;
import org.plumbline.align.sft.SupervisedOptions;
import org.plumbline.align.sft.SupervisedTraining;
import org.plumbline.align.sft.TrainingText;
import org.plumbline.align.sft.Validation;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.cli.source.RowOptions;
import org.plumbline.core.options.Option;
import org.plumbline.lm.family.Llama;
import org.plumbline.lm.family.LlamaConfig;
import org.plumbline.lm.hub.ModelWriter;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.optim.AdamW;
import org.plumbline.lm.optim.Optimizer;
import org.plumbline.lm.text.EncodedText;
import org.plumbline.lm.text.TextEncoder;
import org.plumbline.lm.text.Tokenizer;

/** {@code plumb pretrain}: a Llama-shaped model from random weights. */
public final class Pretrain implements StageCommand<Pretrain.Options> {

  /** Data, shape and training of the model. */
  public record Options(
      @Option(
              value = "folder with the tokenizer, as 'plumb tokenizer train' writes it",
              required = true)
          String tokenizer,
      @Option(
              value = "texts: .jsonl (column text), .txt (a document a line), -, embedded:NAME",
              required = true)
          String data,
      @Option("texts to measure perplexity on; may be left out") String heldOutData,
      @Option(inline = true) RowOptions rows,
      @Option("width of the residual stream") int hiddenSize,
      @Option("width inside the feed-forward") int intermediateSize,
      @Option("number of blocks") int layers,
      @Option("query heads; each is hidden-size / heads wide") int heads,
      @Option("key and value heads, shared by groups of query heads") int keyValueHeads,
      @Option("longest text in tokens; longer ones are cut") int contextLength,
      @Option("passes over the texts; may be a fraction") double epochs,
      @Option("texts in an update") int batchSize,
      @Option("parts into which a batch is cut to save memory") int microbatches,
      @Option("the largest learning rate") double learningRate,
      @Option("constant, linear or cosine, after the warm-up") String schedule,
      @Option("share of the updates in which the rate rises from 0") double warmupShare,
      @Option("AdamW's decay of matrices") double weightDecay,
      @Option("updates between two checkpoints; 0: at the end only") long checkpointEvery,
      @Option("updates between two held-out losses; 0: at the end only") long evaluateEvery) {

    public Options {
      require(
          heads > 0 && hiddenSize % heads == 0,
          "hidden-size must be a multiple of heads (got %d and %d)",
          hiddenSize,
          heads);
      require(
          evaluateEvery >= 0,
          "evaluate-every must not be negative (got %d); 0 is at the end only",
          evaluateEvery);
    }

    SupervisedOptions training() {
      Optimizer.Options adamW = new AdamW.Options(0.9, 0.95, 1e-8, weightDecay, 1.0);
      return new SupervisedOptions(
          epochs,
          batchSize,
          microbatches,
          learningRate,
          schedule,
          warmupShare,
          checkpointEvery,
          adamW,
          0,
          false);
    }

    LlamaConfig shape(Tokenizer read) {
      return new LlamaConfig(
          read.vocabularySize(),
          hiddenSize,
          intermediateSize,
          layers,
          heads,
          keyValueHeads,
          hiddenSize / heads,
          contextLength,
          10_000,
          1e-5,
          true,
          read.bos().orElseThrow(),
          read.eos().orElseThrow());
    }
  }

  @Override
  public Options defaults() {
    SupervisedOptions usual = SupervisedOptions.PRETRAINING;
    return new Options(
        "",
        "",
        "",
        RowOptions.DEFAULT,
        192,
        512,
        5,
        3,
        3,
        128,
        usual.epochs(),
        usual.batchSize(),
        1,
        usual.learningRate(),
        usual.schedule(),
        usual.warmupShare(),
        0.1,
        500,
        0);
  }

  @Override
  public List<String> examples() {
    return List.of(
        "--tokenizer runs/tokenizer --data embedded:corpus-train --out runs/lm",
        "--tokenizer runs/tokenizer --data notes.txt --layers 2 --epochs 1 --out runs/tiny");
  }

  @Override
  public Plan plan(Options options, CommandContext context) {
    SupervisedOptions training = options.training();
    try (Tokenizer tokenizer = context.sources().tokenizer(options.tokenizer())) {
      LlamaConfig shape = options.shape(tokenizer);
      TextEncoder encoder = encoder(tokenizer, shape);
      List<EncodedText> texts =
          encoder.encode(context.sources().texts(options.data(), options.rows()));
      return TrainingPlan.of(
          parameters(shape),
          parameters(shape),
          TrainingPlan.blocks(shape.layers(), shape.hiddenSize(), shape.intermediateSize(), false),
          TrainingText.of(texts),
          training,
          encoder.truncatedTexts());
    }
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    SupervisedOptions training = options.training();
    try (Tokenizer tokenizer = context.sources().tokenizer(options.tokenizer())) {
      LlamaConfig shape = options.shape(tokenizer);
      TextEncoder encoder = encoder(tokenizer, shape);
      List<EncodedText> texts =
          encoder.encode(context.sources().texts(options.data(), options.rows()));
      int longest = encoder.options().maxLength();
      CutTexts.tell(context, encoder.truncatedTexts(), texts.size(), longest, "context-length");
      List<EncodedText> heldOut =
          options.heldOutData().isEmpty()
              ? List.of()
              : encoder.encode(context.sources().texts(options.heldOutData(), options.rows()));
      Validation validation =
          HeldOut.validation(
              new Validation.Options(options.evaluateEvery(), 0, Validation.Keep.LAST),
              options.heldOutData(),
              name -> TrainingText.of(heldOut),
              options.batchSize(),
              context);
      try (CausalLm lm = Llama.random(shape, context.seeds().child("weights"))) {
        context
            .console()
            .say(
                "%,d parameters, %,d texts, %,d tokens",
                lm.parameters().count(),
                texts.size(),
                texts.stream().mapToLong(EncodedText::length).sum());
        new SupervisedTraining(
                training,
                new RunCheckpoints(context.run()),
                context.listeners("pretrain", Map.of("loss_nats_per_token", "loss")),
                context.stop())
            .train(
                lm,
                TrainedWeights.all(lm),
                TrainingText.of(texts),
                validation,
                context.seeds().child("training"));
        ModelWriter.save(context.run().clearedModel(), lm, tokenizer);
        long parameters = lm.parameters().count();
        return LanguageModelResult.of(
            context.run().model(),
            parameters,
            parameters,
            texts.size(),
            validation,
            HeldOut.trigramPerplexity(texts, heldOut));
      }
    }
  }

  /** Weights of a Llama with a tied head. */
  private static long parameters(LlamaConfig c) {
    long attention = (2L * c.heads() + 2L * c.keyValueHeads()) * c.headSize() * c.hiddenSize();
    long block = attention + 3L * c.hiddenSize() * c.intermediateSize() + 2L * c.hiddenSize();
    return c.layers() * block + (long) c.vocabularySize() * c.hiddenSize() + c.hiddenSize();
  }

  private static TextEncoder encoder(Tokenizer tokenizer, LlamaConfig shape) {
    return new TextEncoder(
        tokenizer,
        new TextEncoder.Options(shape.contextLength())
            .withTruncation(TextEncoder.Truncation.CUT_END));
  }
}
