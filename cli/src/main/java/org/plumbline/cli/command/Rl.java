package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.plumbline.align.loop.RunCheckpoints;
import org.plumbline.align.loop.UpdateObserver;
import org.plumbline.align.policy.ElasticReset;
import org.plumbline.align.policy.Evaluation;
import org.plumbline.align.policy.Policy;
import org.plumbline.align.policy.PolicyEvaluator;
import org.plumbline.align.policy.PolicyOptions;
import org.plumbline.align.policy.PolicyTraining;
import org.plumbline.align.policy.Rater;
import org.plumbline.align.policy.Rloo;
import org.plumbline.align.reward.RewardEnsemble;
import org.plumbline.align.reward.RewardModel;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.cli.report.EvaluationLog;
import org.plumbline.cli.source.GoldRewards;
import org.plumbline.cli.source.ModelChats;
import org.plumbline.cli.source.RewardFolders;
import org.plumbline.cli.source.RowOptions;
import org.plumbline.core.data.Prompt;
import org.plumbline.core.options.Option;
import org.plumbline.core.score.Aggregator;
import org.plumbline.core.score.PenalisedScorer;
import org.plumbline.core.score.Scorer;
import org.plumbline.lm.generate.Generator;
import org.plumbline.lm.hub.ModelFiles;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.optim.AdamW;
import org.plumbline.lm.text.TextEncoder;
import org.plumbline.lm.text.Tokenizer;

/**
 * {@code plumb rl}: aligns a policy against reward models; {@code --reset-every} makes it an
 * Elastic Reset.
 */
public final class Rl implements StageCommand<Rl.Options> {
  /** What is trained against what, and how. */
  public record Options(
      @Option(value = "the initial policy: a model folder, a run, embedded:NAME", required = true)
          String model,
      @Option(value = "reward models: folders or runs; several make an ensemble", required = true)
          List<String> reward,
      @Option("how an ensemble's scores become one") Aggregator aggregate,
      @Option(
              value = "prompts to train on: texts or chats, .jsonl or embedded:NAME",
              required = true)
          String prompts,
      @Option("prompts to evaluate on; the training prompts if left out") String testPrompts,
      @Option("rewards only measured: embedded:NAME, reward models' folders; the first is the main")
          List<String> gold,
      @Option("the run in a report, fit for 'against ...'") String label,
      @Option(inline = true) RowOptions rows,
      @Option("none, or an adapter: rank=16,alpha=32,targets=q_proj+v_proj,rslora") LoraChoice lora,
      @Option("write the model with the adapter merged into it, too") boolean merge,
      @Option(inline = true) Training training,
      @Option(inline = true) Method method) {

    LoraChoice requireConsistent() {
      require(
          !merge || lora.options().isPresent(),
          "merge needs an adapter to be merged; give --lora, or leave --merge out");
      require(
          lora.options().map(options -> options.dropout() == 0).orElse(true),
          "a policy is sampled from and updated without dropout (got --lora %s); leave dropout out",
          lora);
      return lora;
    }
  }

  /** How long and how fast. */
  public record Training(
      @Option("rollouts, each with its updates") long steps,
      @Option("prompts of one rollout") int promptsPerStep,
      @Option("updates made of one rollout") int minibatches,
      @Option("sequences differentiated at once; changes memory and speed only") int microbatchSize,
      @Option("most tokens of a completion") int maxNewTokens,
      @Option("of the updates, constant after the warm-up") double learningRate,
      @Option("steps in which the rate rises from 0") long warmupSteps,
      @Option("steps between two evaluations; 0: start and end only") long evaluateEvery,
      @Option("prompts of an evaluation") int evaluationPrompts,
      @Option("steps between two checkpoints; 0: at the end only") long checkpointEvery) {

    PolicyOptions options() {
      return new PolicyOptions(
          steps,
          promptsPerStep,
          minibatches,
          microbatchSize,
          maxNewTokens,
          learningRate,
          warmupSteps,
          evaluateEvery,
          checkpointEvery,
          AdamW.Options.DEFAULT);
    }
  }

  /** What RLOO and Elastic Reset leave to choose. */
  public record Method(
      @Option("completions drawn for each prompt") int samples,
      @Option("weight of the KL to the initial policy, in reward a nat") double klWeight,
      @Option("bound on a sequence's probability ratio") double clip,
      @Option("updates between two Elastic Resets; 0: none") long resetEvery,
      @Option("share of the moving average that an update keeps") double resetDecay) {

    public Method {
      require(
          resetEvery >= 0, "reset-every must not be negative (got %d); 0 is no reset", resetEvery);
    }
  }

  /**
   * What came out.
   *
   * @param proxyInitial mean proxy reward of the initial policy on the evaluation prompts
   * @param proxyFinal the same of the trained one
   * @param goldInitial mean gold rewards of the initial policy
   * @param goldFinal the same of the trained one
   * @param klNats mean KL to the initial policy, nats a sequence
   */
  public record Outcome(
      String label,
      long steps,
      double proxyInitial,
      double proxyFinal,
      Map<String, Double> goldInitial,
      Map<String, Double> goldFinal,
      double klNats,
      double seconds) {}

  @Override
  public Options defaults() {
    Rloo.Options rloo = Rloo.Options.DEFAULT;
    return new Options(
        "",
        List.of(),
        Aggregator.parse("mean"),
        "",
        "",
        List.of(),
        "",
        RowOptions.DEFAULT,
        LoraChoice.NONE,
        false,
        new Training(100, 16, 1, 16, 32, 1e-4, 5, 20, 64, 20),
        new Method(rloo.samples(), rloo.klWeight(), rloo.clip(), 0, 0.995));
  }

  @Override
  public List<String> examples() {
    return List.of(
        "--model embedded:policy --reward runs/reward --prompts embedded:prompts-train --out runs/rl",
        "--model runs/lm --reward runs/average --prompts prompts.jsonl --reset-every 30 --out"
            + " runs/elastic");
  }

  @Override
  public Plan plan(Options options, CommandContext context) {
    Training training = options.training();
    PolicyOptions checked = training.options();
    options.requireConsistent();
    ModelFolder folder = context.sources().model(options.model());
    List<Prompt> prompts = prompts(options, context);
    List<ModelFiles> rewards = RewardFolders.of(options.reward());
    int sequences = checked.promptsPerStep() * options.method().samples();
    Plan plan =
        Plan.empty()
            .with("initial policy", "%s", folder.name())
            .with(
                "reward models",
                "%d, %s",
                rewards.size(),
                rewards.size() > 1 ? options.aggregate() : "alone")
            .with("prompts", "%,d", prompts.size())
            .with(
                "a step",
                "%d sequences of at most %d new tokens",
                sequences,
                checked.maxNewTokens())
            .with(
                "batch plan",
                "%d updates a step, %d sequences at once",
                checked.minibatches(),
                Math.min(sequences / checked.minibatches(), checked.microbatchSize()))
            .with("updates", "%,d", checked.steps() * checked.minibatches());
    return effort(plan, options, context, prompts);
  }

  /** The prompts to train on. */
  static List<Prompt> prompts(Options options, CommandContext context) {
    try (ModelChats chats = ModelChats.of(context.sources().model(options.model()))) {
      return context.sources().prompts(options.prompts(), options.rows(), chats);
    }
  }

  /** The plan with time and memory, which need no reward model to be there yet. */
  static Plan effort(Plan plan, Options options, CommandContext context, List<Prompt> prompts) {
    return PolicyPlan.addTo(
        plan,
        context.sources().model(options.model()),
        prompts,
        options.training().options(),
        options.method().samples(),
        options.training().evaluationPrompts(),
        options.lora().options().isPresent());
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    long start = System.nanoTime();
    ModelFolder folder = context.sources().model(options.model());
    List<RewardModel> members = new ArrayList<>();
    try (GoldRewards gold = GoldRewards.open(options.gold(), context.sources());
        ModelChats chats = ModelChats.of(folder);
        Tokenizer tokenizer = folder.tokenizer();
        CausalLm lm = folder.causalLm();
        TunedModel tuned = TunedModel.of(lm, options.requireConsistent(), context);
        CausalLm reference = tuned.reference(folder)) {
      Asked asked = Asked.read(options, context, chats);
      RewardFolders.of(options.reward()).forEach(files -> members.add(RewardModel.open(files)));
      members.forEach(member -> member.readAs(chats.form()));
      gold.readAs(chats.form());
      Scorer proxy = new PenalisedScorer(proxy(members, options.aggregate()));
      Policy policy = new Policy(lm, encoder(tokenizer, lm, chats.form()));
      EvaluationLog log = new EvaluationLog(context.run().path());
      PolicyEvaluator evaluator =
          evaluator(options, asked.evaluation(), proxy, gold.raters(), reference);
      train(
          options,
          context,
          policy,
          tuned,
          reference,
          proxy,
          asked.training(),
          step -> log.add(evaluator.evaluate(policy, step)));
      tuned.save(context, options.model(), tokenizer, options.merge());
      List<Evaluation> evaluations = log.read();
      return result(
          options,
          evaluations.getFirst(),
          evaluations.getLast(),
          (System.nanoTime() - start) / 1e9);
    } finally {
      members.forEach(RewardModel::close);
    }
  }

  private void train(
      Options options,
      CommandContext context,
      Policy policy,
      TunedModel tuned,
      CausalLm reference,
      Scorer proxy,
      List<Prompt> prompts,
      java.util.function.Consumer<Long> evaluation) {
    Method method = options.method();
    List<UpdateObserver> observers = new ArrayList<>();
    try (ElasticReset reset =
        tuned.elasticReset(
            new ElasticReset.Options(Math.max(1, method.resetEvery()), method.resetDecay()),
            reference)) {
      if (method.resetEvery() > 0) {
        observers.add(reset);
      }
      new PolicyTraining(
              options.training().options(),
              new Rloo(new Rloo.Options(method.samples(), method.klWeight(), method.clip())),
              proxy,
              new RunCheckpoints(context.run()),
              context.listeners(
                  "rl", Map.of("proxy_reward", "reward", "kl_k1_nats_per_sequence", "KL")),
              context.stop())
          .train(
              policy,
              tuned.weights(),
              reference,
              prompts,
              context.seeds().child("training"),
              observers,
              evaluation);
    }
  }

  /** What the policy is asked in training and in evaluations. */
  private record Asked(List<Prompt> training, List<Prompt> evaluation) {
    static Asked read(Options options, CommandContext context, ModelChats chats) {
      List<Prompt> training = context.sources().prompts(options.prompts(), options.rows(), chats);
      return new Asked(
          training,
          options.testPrompts().isEmpty()
              ? training
              : context.sources().prompts(options.testPrompts(), options.rows(), chats));
    }
  }

  private static PolicyEvaluator evaluator(
      Options options, List<Prompt> prompts, Scorer proxy, List<Rater> gold, CausalLm reference) {
    int count = Math.min(prompts.size(), options.training().evaluationPrompts());
    // Not the stage's seed: runs that are compared must draw alike.
    return new PolicyEvaluator(
        prompts.subList(0, count),
        new Rater("proxy", proxy),
        gold,
        reference,
        new Generator.Options(options.training().maxNewTokens(), 1.0, 0, 1.0, 64),
        new org.plumbline.core.random.Seeds(0).child("evaluation-prompts"));
  }

  private static Scorer proxy(List<RewardModel> members, Aggregator aggregator) {
    return members.size() == 1 ? members.getFirst() : new RewardEnsemble(members, aggregator);
  }

  /** The encoder of a policy that is trained or compared: rule 3 of the architecture. */
  static TextEncoder encoder(Tokenizer tokenizer, CausalLm lm, TextEncoder.Chats chats) {
    return new TextEncoder(
        tokenizer,
        new TextEncoder.Options(
                tokenizer.bos().isPresent(),
                tokenizer.eos().isPresent(),
                lm.contextLength(),
                TextEncoder.Truncation.REFUSE,
                "",
                "")
            .withChats(chats));
  }

  private static Result result(Options options, Evaluation first, Evaluation last, double seconds) {
    Map<String, Double> before = golds(first);
    Map<String, Double> after = golds(last);
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "proxy %.3f -> %.3f at KL %.2f nats",
                first.proxy(),
                last.proxy(),
                last.klNats()));
    after.forEach(
        (name, value) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    ", %s %.3f -> %.3f",
                    name,
                    before.getOrDefault(name, Double.NaN),
                    value)));
    return new Result(
        new Outcome(
            options.label(),
            last.step(),
            first.proxy(),
            last.proxy(),
            before,
            after,
            last.klNats(),
            seconds),
        text.toString());
  }

  private static Map<String, Double> golds(Evaluation evaluation) {
    Map<String, Double> means = new LinkedHashMap<>();
    for (String name : evaluation.rows().getFirst().gold().keySet()) {
      means.put(name, evaluation.gold(name));
    }
    return means;
  }
}
