package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.plumbline.align.loop.RunCheckpoints;
import org.plumbline.align.sft.ExampleEncoder;
import org.plumbline.align.sft.LossOn;
import org.plumbline.align.sft.SupervisedOptions;
import org.plumbline.align.sft.SupervisedTraining;
import org.plumbline.align.sft.TrainingText;
import org.plumbline.align.sft.Validation;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.cli.source.RowOptions;
import org.plumbline.core.data.Example;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.options.Option;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.optim.Adafactor;
import org.plumbline.lm.optim.AdamW;
import org.plumbline.lm.optim.Optimizer;
import org.plumbline.lm.text.Tokenizer;

/** {@code plumb sft}: supervised fine-tuning on demonstrations and chats, full or by an adapter. */
public final class Sft implements StageCommand<Sft.Options> {

  /** Which optimiser follows the gradients. */
  public enum Algorithm {
    ADAMW,
    ADAFACTOR
  }

  /** Which model learns from what, and how. */
  public record Options(
      @Option(value = "a model folder, a run folder, or embedded:NAME", required = true)
          String model,
      @Option(
              value = "examples: .jsonl (messages or completion), .txt, -, embedded:NAME",
              required = true)
          String data,
      @Option("examples to measure the loss on; may be left out") String heldOutData,
      @Option(inline = true) RowOptions rows,
      @Option("what the loss counts: answers alone, or all tokens") LossOn lossOn,
      @Option("longest text in tokens, longer ones are cut; 0: the model's context")
          int contextLength,
      @Option("tokens of a row into which texts are packed; 0: a row each") int packLength,
      @Option("none, or an adapter: rank=16,alpha=32,dropout=0.1,targets=q_proj+v_proj,rslora")
          LoraChoice lora,
      @Option("write the model with the adapter merged into it, too") boolean merge,
      @Option(inline = true) Training training) {

    LoraChoice requireConsistent() {
      require(
          !merge || lora.options().isPresent(),
          "merge needs an adapter to be merged; give --lora, or leave --merge out");
      return lora;
    }

    List<TrainingText> encode(String name, ExampleEncoder encoder, CommandContext context) {
      List<TrainingText> texts = new ArrayList<>();
      for (Example example : context.sources().examples(name, rows)) {
        try {
          texts.add(encoder.encode(example));
        } catch (InvalidInputException e) {
          throw new InvalidInputException(
              "example %d of '%s': %s".formatted(texts.size() + 1, name, e.getMessage()), e);
        }
      }
      return texts;
    }

    ExampleEncoder encoder(ModelFolder folder, Tokenizer tokenizer, CausalLm lm) {
      int length =
          contextLength == 0 ? lm.contextLength() : Math.min(contextLength, lm.contextLength());
      int most = packLength == 0 ? length : Math.min(length, packLength);
      return new ExampleEncoder(folder, tokenizer, most, lossOn);
    }

    SupervisedOptions supervised() {
      return training.options(packLength);
    }
  }

  /** How long, how fast, and until when. */
  public record Training(
      @Option("passes over the examples; may be a fraction") double epochs,
      @Option("rows in an update: texts, or packed ones") int batchSize,
      @Option("parts into which a batch is cut to save memory") int microbatches,
      @Option("compute blocks again in the backward pass: less memory, more time")
          boolean recompute,
      @Option("adamw or adafactor") Algorithm optimizer,
      @Option("the largest learning rate; 0: Adafactor's relative steps") double learningRate,
      @Option("constant, linear, cosine, inverse-sqrt or wsd, after the warm-up") String schedule,
      @Option("share of the updates in which the rate rises from 0") double warmupShare,
      @Option("the optimiser's decay of matrices") double weightDecay,
      @Option("updates between two checkpoints; 0: at the end only") long checkpointEvery,
      @Option("updates between two held-out losses; 0: at the end only") long evaluateEvery,
      @Option("held-out losses without a new lowest that end it; 0: none do") int patience,
      @Option("the resulting weights: last, or best by held-out loss") Validation.Keep keep) {

    SupervisedOptions options(int packLength) {
      return new SupervisedOptions(
          epochs,
          batchSize,
          microbatches,
          relative() ? 1 : learningRate,
          schedule,
          warmupShare,
          checkpointEvery,
          followed(),
          packLength,
          recompute);
    }

    private boolean relative() {
      return optimizer == Algorithm.ADAFACTOR && learningRate == 0;
    }

    private Optimizer.Options followed() {
      Adafactor.Options adafactor = Adafactor.Options.DEFAULT.withWeightDecay(weightDecay);
      return switch (optimizer) {
        case ADAMW -> AdamW.Options.DEFAULT.withWeightDecay(weightDecay);
        case ADAFACTOR -> relative() ? adafactor : adafactor.withGivenSteps();
      };
    }

    Validation.Options validation() {
      return new Validation.Options(evaluateEvery, patience, keep);
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
        LossOn.ANSWERS,
        0,
        0,
        LoraChoice.NONE,
        false,
        new Training(
            usual.epochs(),
            usual.batchSize(),
            usual.microbatches(),
            false,
            Algorithm.ADAMW,
            usual.learningRate(),
            usual.schedule(),
            usual.warmupShare(),
            AdamW.Options.DEFAULT.weightDecay(),
            usual.checkpointEvery(),
            0,
            0,
            Validation.Keep.LAST));
  }

  @Override
  public List<String> examples() {
    return List.of(
        "--model runs/lm --data demonstrations.jsonl --out runs/sft",
        "--model smollm2-instruct --data chats.jsonl --lora rank=16 --pack-length 1024 --out runs/chat");
  }

  @Override
  public Plan plan(Options options, CommandContext context) {
    ModelFolder folder = context.sources().model(options.model());
    try (CausalLm lm = folder.causalLm();
        Tokenizer tokenizer = folder.tokenizer();
        TunedModel tuned = TunedModel.of(lm, options.requireConsistent(), context)) {
      ExampleEncoder encoder = options.encoder(folder, tokenizer, lm);
      List<TrainingText> texts = options.encode(options.data(), encoder, context);
      options.training().validation();
      long inner = lm.configuration().path("intermediate_size").asLong(4L * lm.width());
      return TrainingPlan.of(
          lm.parameters().count(),
          tuned.trained(),
          TrainingPlan.blocks(lm.layers(), lm.width(), inner, options.training().recompute()),
          texts,
          options.supervised(),
          encoder.cut());
    }
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    ModelFolder folder = context.sources().model(options.model());
    try (CausalLm lm = folder.causalLm();
        Tokenizer tokenizer = folder.tokenizer();
        TunedModel tuned = TunedModel.of(lm, options.requireConsistent(), context)) {
      ExampleEncoder encoder = options.encoder(folder, tokenizer, lm);
      List<TrainingText> texts = options.encode(options.data(), encoder, context);
      CutTexts.tell(context, encoder.cut(), texts.size(), encoder.maxLength(), "context-length");
      Validation validation =
          HeldOut.validation(
              options.training().validation(),
              options.heldOutData(),
              name -> options.encode(name, encoder, context),
              options.training().batchSize(),
              context);
      validation
          .loss(lm, tuned.weights())
          .ifPresent(loss -> context.console().say("held-out loss before: %.4f", loss));
      new SupervisedTraining(
              options.supervised(),
              new RunCheckpoints(context.run()),
              context.listeners(
                  "sft", Map.of("loss_nats_per_token", "loss", Validation.METRIC, "held-out")),
              context.stop())
          .train(lm, tuned.weights(), texts, validation, context.seeds().child("training"));
      Path result = tuned.save(context, options.model(), tokenizer, options.merge());
      return LanguageModelResult.of(
          result,
          lm.parameters().count(),
          tuned.trained(),
          texts.size(),
          validation,
          OptionalDouble.empty());
    }
  }
}
