package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plumbline.align.loop.StepListener;
import org.plumbline.align.reward.RewardAdapter;
import org.plumbline.align.reward.RewardEvaluation;
import org.plumbline.align.reward.RewardModel;
import org.plumbline.align.reward.RewardTraining;
import org.plumbline.align.reward.RewardTrainingListener;
import org.plumbline.align.reward.RewardTrainingOptions;
import org.plumbline.align.reward.TestPairs;
import org.plumbline.align.reward.TrainedRewardModels;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Progress;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.cli.source.ModelChats;
import org.plumbline.cli.source.RewardFolders;
import org.plumbline.cli.source.RowOptions;
import org.plumbline.core.data.JsonLinesWriter;
import org.plumbline.core.data.Preference;
import org.plumbline.core.data.PreferenceAudit;
import org.plumbline.core.hub.HubModel;
import org.plumbline.core.material.Embedded;
import org.plumbline.core.math.BradleyTerry;
import org.plumbline.core.options.Option;
import org.plumbline.lm.adapter.LoraOptions;
import org.plumbline.lm.adapter.LoraTargets;
import org.plumbline.lm.encoder.Trunk;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.text.TextEncoder;
import org.plumbline.lm.text.Tokenizer;

/** {@code plumb reward train}: one or several Bradley-Terry reward models from one start. */
public final class RewardTrain implements StageCommand<RewardTrain.Options> {

  /** Data, start, and how the members are trained. */
  public record Options(
      @Option(
              value = "what the members start from: a model folder or embedded:NAME",
              required = true)
          String model,
      @Option(
              value = "preferences, one or several: .jsonl, .csv, .parquet, embedded:NAME",
              required = true)
          List<String> data,
      @Option("preferences to measure accuracy on; may be left out") String testData,
      @Option(inline = true) RowOptions rows,
      @Option("how many reward models") int members,
      @Option("upper blocks that are trained; the head always is") int trainedLayers,
      @Option("passes over the preferences; may be a fraction") double epochs,
      @Option("pairs in an update") int batchSize,
      @Option("parts into which a batch is cut to save memory") int microbatches,
      @Option("the largest learning rate of each member in turn") List<Double> learningRate,
      @Option("the dropout of each member in turn") List<Double> dropout,
      @Option("constant, linear or cosine, after the warm-up") String schedule,
      @Option("share of the labels that is swapped, the same for all") double labelNoise,
      @Option("share of the data kept for measuring, whole groups") double validationShare,
      @Option("weight of the squared sum of both scores") double centering,
      @Option("tokens of the longest text; 0: as many as the model reads") int maxLength,
      @Option("cut longer texts at the end instead of refusing them") boolean truncate,
      @Option("updates between two checkpoints; 0: at the end only") long checkpointEvery,
      @Option Adapter lora) {

    RewardTrainingOptions training(String trunk) {
      RewardTrainingOptions usual = RewardTrainingOptions.DEFAULT;
      return new RewardTrainingOptions(
          members,
          trainedLayers,
          epochs,
          batchSize,
          microbatches,
          learningRate,
          dropout,
          schedule,
          usual.warmupShare(),
          new BradleyTerry(centering, 0),
          labelNoise,
          validationShare,
          usual.probePairs(),
          maxLength,
          truncate ? TextEncoder.Truncation.CUT_END : TextEncoder.Truncation.REFUSE,
          usual.cacheMegabytes(),
          checkpointEvery,
          usual.optimizer(),
          lora.of(trunk));
    }
  }

  /** The adapter that is trained instead of the upper blocks' weights. */
  public record Adapter(
      @Option("rank of an adapter trained instead of weights; 0: none") int rank,
      @Option("its product is multiplied by alpha / rank") double alpha,
      @Option("modules it lies over, such as query,value, or all-linear") List<String> targets,
      @Option("alpha / sqrt(rank) instead") boolean rankStabilised) {

    Optional<RewardAdapter> of(String trunk) {
      require(rank >= 0, "lora-rank must not be negative (got %d); 0 trains no adapter", rank);
      if (rank == 0) {
        return Optional.empty();
      }
      LoraOptions shape =
          new LoraOptions(
              rank,
              alpha,
              rankStabilised,
              0,
              LoraTargets.of(targets),
              List.of(),
              List.of(),
              Map.of(),
              Map.of());
      return Optional.of(new RewardAdapter(shape, trunk));
    }
  }

  /**
   * What came out.
   *
   * @param accuracies of the members on the test data, in order; empty without test data
   */
  public record Outcome(
      int members, int pairs, int corrupted, List<Double> accuracies, String folder) {}

  @Override
  public Options defaults() {
    RewardTrainingOptions usual = RewardTrainingOptions.DEFAULT;
    return new Options(
        "",
        List.of(),
        "",
        RowOptions.DEFAULT,
        1,
        usual.trainedLayers(),
        usual.epochs(),
        usual.batchSize(),
        usual.microbatches(),
        usual.learningRates(),
        usual.dropouts(),
        usual.schedule(),
        0,
        0,
        usual.loss().centering(),
        0,
        false,
        100,
        new Adapter(0, LoraOptions.DEFAULT.alpha(), List.of(LoraTargets.ALL_LINEAR), false));
  }

  @Override
  public List<String> examples() {
    return List.of(
        "--model embedded:minilm --data embedded:grammar-preferences-train --out runs/reward",
        "--model embedded:minilm --data preferences.jsonl --out runs/reward");
  }

  @Override
  public Plan plan(Options options, CommandContext context) {
    RewardTrainingOptions training = options.training(trunk(options, context));
    List<Preference> pairs;
    try (ModelChats chats = ModelChats.of(context.sources().model(options.model()))) {
      pairs = preferences(options, context, chats);
    }
    long steps = (long) Math.ceil(training.epochs() * pairs.size() / training.batchSize());
    return Plan.empty()
        .with("preferences", "%,d", pairs.size())
        .with("members", "%d", training.members())
        .with("labels swapped", "%.0f %%", 100 * training.corruptedShare())
        .with("steps", "about %,d of %d pairs for each member", steps, training.batchSize());
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    ModelFolder folder = context.sources().model(options.model());
    try (ModelChats chats = ModelChats.of(folder)) {
      return compute(options, context, folder, chats);
    }
  }

  private static Result compute(
      Options options, CommandContext context, ModelFolder folder, ModelChats chats) {
    List<Preference> pairs = preferences(options, context, chats);
    String data = String.join(", ", options.data());
    PreferenceAudit audit = PreferenceAudit.of(pairs);
    audit.requireTrainable(data);
    audit.remarks().forEach(remark -> context.console().say("'%s': %s", data, remark));
    List<Preference> test =
        options.testData().isEmpty()
            ? List.of()
            : context.sources().preferences(options.testData(), options.rows(), chats);
    try (Tokenizer tokenizer = folder.tokenizer();
        Trunk start = folder.trunk();
        TestPairs measured = new TestPairs(test, RewardTrainingOptions.DEFAULT.cacheMegabytes())) {
      int longest = options.maxLength() == 0 ? start.contextLength() : options.maxLength();
      Telling telling = new Telling(context, measured, longest);
      RewardTraining training =
          new RewardTraining(
                  options.training(trunk(options, context)), telling, telling::run, context.stop())
              .reading(chats.form());
      try (TrainedRewardModels trained =
          training.train(start, tokenizer, pairs, context.seeds().child("reward"))) {
        return result(trained, telling, context, chats.form().template());
      }
    }
  }

  private static Result result(
      TrainedRewardModels trained, Telling telling, CommandContext context, String template) {
    write(context.run().path().resolve("training-clean.jsonl"), trained.clean(), template);
    write(context.run().path().resolve("training-corrupted.jsonl"), trained.corrupted(), template);
    return new Result(
        new Outcome(
            trained.members().size(),
            trained.clean().size() + trained.corrupted().size(),
            trained.corrupted().size(),
            telling.accuracies,
            context.run().path().toString()),
        "%d reward models of %,d pairs, %,d of them with swapped labels"
            .formatted(
                trained.members().size(),
                trained.clean().size() + trained.corrupted().size(),
                trained.corrupted().size()));
  }

  private static List<Preference> preferences(
      Options options, CommandContext context, ModelChats chats) {
    return options.data().stream()
        .flatMap(name -> context.sources().preferences(name, options.rows(), chats).stream())
        .toList();
  }

  /** A name of the start that holds wherever the reward model is opened. */
  private static String trunk(Options options, CommandContext context) {
    boolean ofHub =
        HubModel.of(options.model()).isPresent() && Files.notExists(Path.of(options.model()));
    return Embedded.is(options.model()) || ofHub
        ? options.model()
        : context.sources().modelFolder(options.model()).toAbsolutePath().normalize().toString();
  }

  private static void write(Path file, List<Preference> pairs, String template) {
    try (JsonLinesWriter writer = JsonLinesWriter.create(file)) {
      pairs.forEach(pair -> writer.write(pair, template));
    }
  }

  /** Says how it goes, and saves each member as soon as it is ready. */
  private static final class Telling implements RewardTrainingListener {
    private final CommandContext context;
    private final TestPairs test;
    private final int longest;
    private final List<Double> accuracies = new ArrayList<>();
    private final Map<Integer, MemberRun> runs = new HashMap<>();
    private @Nullable Progress lowerLayers;

    Telling(CommandContext context, TestPairs test, int longest) {
      this.context = context;
      this.test = test;
      this.longest = longest;
    }

    /** Checkpoints and metrics of a member, counted from 0. */
    MemberRun run(int member) {
      return runs.computeIfAbsent(member, m -> new MemberRun(context.run(), m));
    }

    @Override
    public void afterReading(int texts, long cut) {
      CutTexts.tell(context, cut, texts, longest, "max-length");
    }

    @Override
    public void activations(double share) {
      if (lowerLayers == null) {
        lowerLayers = context.progress("lower layers", 100, "percent");
      }
      lowerLayers.at(Math.round(100 * share), "");
      if (share == 1) {
        lowerLayers.close();
      }
    }

    @Override
    public void afterProbe(RewardModel probe) {
      if (test.size() > 0) {
        say("linear probe", probe);
      }
    }

    @Override
    public StepListener member(int member) {
      StepListener progress =
          context.progress("member " + (member + 1), Map.of("loss_nats_per_pair", "loss"));
      return new StepListener() {
        @Override
        public void resumedAt(long step) {
          progress.resumedAt(step);
        }

        @Override
        public void afterStep(long step, long steps, Map<String, Double> metrics) {
          run(member).afterStep(step, steps, metrics);
          progress.afterStep(step, steps, metrics);
        }
      };
    }

    @Override
    public void afterMember(int member, RewardModel model) {
      Path folder =
          context.run().path().resolve(RewardFolders.MEMBERS).resolve(String.valueOf(member + 1));
      if (!Files.exists(folder)) {
        model.save(folder);
      }
      if (test.size() > 0) {
        accuracies.add(say("member " + (member + 1), model));
      }
    }

    private double say(String who, RewardModel model) {
      var accuracy = RewardEvaluation.of("test", test.scoresOf(model)).accuracy();
      context
          .console()
          .say(
              "%s",
              String.format(
                  Locale.ROOT,
                  "      %s: accuracy %.1f %% (95 %% interval %.1f to %.1f, %,d pairs)",
                  who,
                  100 * accuracy.value(),
                  100 * accuracy.low(),
                  100 * accuracy.high(),
                  test.size()));
      return accuracy.value();
    }
  }
}
