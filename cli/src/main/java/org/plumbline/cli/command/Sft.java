package org.plumbline.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.plumbline.align.loop.RunCheckpoints;
import org.plumbline.align.sft.SupervisedOptions;
import org.plumbline.align.sft.SupervisedTraining;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.cli.source.RowOptions;
import org.plumbline.cli.source.Sources;
import org.plumbline.core.data.Demonstration;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.options.Option;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.optim.AdamW;
import org.plumbline.lm.text.EncodedText;
import org.plumbline.lm.text.TextEncoder;
import org.plumbline.lm.text.Tokenizer;

/** {@code plumb sft}: supervised fine-tuning of all weights on demonstrations. */
public final class Sft implements StageCommand<Sft.Options> {

  /** Which model learns from what, and how. */
  public record Options(
      @Option(value = "a model folder, a run folder, or embedded:NAME", required = true)
          String model,
      @Option(
              value = "demonstrations: .jsonl (prompt, completion), .txt, -, embedded:NAME",
              required = true)
          String data,
      @Option("demonstrations to measure the loss on; may be left out") String heldOutData,
      @Option(inline = true) RowOptions rows,
      @Option("longest text in tokens, longer ones are cut; 0: the model's context")
          int contextLength,
      @Option("passes over the demonstrations; may be a fraction") double epochs,
      @Option("demonstrations in an update") int batchSize,
      @Option("parts into which a batch is cut to save memory") int microbatches,
      @Option("the largest learning rate") double learningRate,
      @Option("constant, linear or cosine, after the warm-up") String schedule,
      @Option("share of the updates in which the rate rises from 0") double warmupShare,
      @Option("AdamW's decay of matrices") double weightDecay,
      @Option("updates between two checkpoints; 0: at the end only") long checkpointEvery,
      @Option("updates between two held-out losses; 0: at the end only") long evaluateEvery) {

    SupervisedOptions training() {
      AdamW.Options adamW = SupervisedOptions.FINE_TUNING.optimizer().withWeightDecay(weightDecay);
      return new SupervisedOptions(
          epochs,
          batchSize,
          microbatches,
          learningRate,
          schedule,
          warmupShare,
          checkpointEvery,
          adamW);
    }

    List<EncodedText> encode(String name, TextEncoder encoder, Sources sources) {
      List<EncodedText> texts = new ArrayList<>();
      for (Demonstration row : sources.demonstrations(name, rows)) {
        try {
          texts.add(encoder.encode(row.prompt(), row.completion()));
        } catch (InvalidInputException e) {
          throw new InvalidInputException(
              "demonstration %d of '%s': %s".formatted(texts.size() + 1, name, e.getMessage()), e);
        }
      }
      return texts;
    }

    TextEncoder encoder(Tokenizer tokenizer, CausalLm lm) {
      int length =
          contextLength == 0 ? lm.contextLength() : Math.min(contextLength, lm.contextLength());
      return new TextEncoder(
          tokenizer,
          new TextEncoder.Options(length).withTruncation(TextEncoder.Truncation.CUT_END));
    }
  }

  @Override
  public Options defaults() {
    SupervisedOptions usual = SupervisedOptions.FINE_TUNING;
    return new Options(
        "",
        "",
        "",
        RowOptions.DEFAULT,
        0,
        usual.epochs(),
        usual.batchSize(),
        usual.microbatches(),
        usual.learningRate(),
        usual.schedule(),
        usual.warmupShare(),
        usual.optimizer().weightDecay(),
        usual.checkpointEvery(),
        0);
  }

  @Override
  public List<String> examples() {
    return List.of(
        "--model runs/lm --data demonstrations.jsonl --out runs/sft",
        "--model runs/lm --data qa.jsonl --column prompt=question,completion=answer --out runs/qa");
  }

  @Override
  public Plan plan(Options options, CommandContext context) {
    ModelFolder folder = context.sources().model(options.model());
    try (CausalLm lm = folder.causalLm();
        Tokenizer tokenizer = folder.tokenizer()) {
      TextEncoder encoder = options.encoder(tokenizer, lm);
      List<EncodedText> texts = options.encode(options.data(), encoder, context.sources());
      long width = lm.configuration().path("hidden_size").asLong();
      long layers = lm.configuration().path("num_hidden_layers").asLong();
      long inner = lm.configuration().path("intermediate_size").asLong();
      double activations = TrainingPlan.activations(layers, width, inner, lm.vocabularySize());
      return TrainingPlan.of(
          lm.parameters().count(),
          activations,
          texts,
          options.training(),
          encoder.truncatedTexts());
    }
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    SupervisedOptions training = options.training();
    ModelFolder folder = context.sources().model(options.model());
    try (CausalLm lm = folder.causalLm();
        Tokenizer tokenizer = folder.tokenizer()) {
      TextEncoder encoder = options.encoder(tokenizer, lm);
      List<EncodedText> texts = options.encode(options.data(), encoder, context.sources());
      int longest = encoder.options().maxLength();
      CutTexts.tell(context, encoder.truncatedTexts(), texts.size(), longest, "context-length");
      HeldOut heldOut =
          HeldOut.of(
              options.heldOutData(),
              name -> options.encode(name, encoder, context.sources()),
              options.batchSize());
      heldOut.loss(lm).ifPresent(loss -> context.console().say("held-out loss before: %.4f", loss));
      new SupervisedTraining(
              training,
              new RunCheckpoints(context.run()),
              heldOut.listeners(
                  lm,
                  options.evaluateEvery(),
                  context.listeners("sft", Map.of("loss_nats_per_token", "loss"))),
              context.stop())
          .train(lm, texts, context.seeds().child("training"));
      ModelFolder.save(context.run().clearedModel(), lm, tokenizer);
      return LanguageModelResult.of(context.run().model(), lm, texts, heldOut);
    }
  }
}
