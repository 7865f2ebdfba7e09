package org.plumbline.cli.game;

import static org.plumbline.core.error.Require.require;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.plumbline.core.options.Option;

/**
 * The terms of a game, published before any report.
 *
 * @param lambda weight of the divergence from the initial policy, in units of reward
 */
public record GameOptions(
    @Option("of the game; the file's name if left out") String name,
    @Option("one sentence") String description,
    @Option("how distance to the initial policy is measured") GameDivergence divergence,
    @Option(value = "weight of that distance, in units of reward", required = true) double lambda,
    @Option("what payments are") PaymentChoice payment,
    @Option(inline = true) Listed listed,
    @Option(inline = true) Texts texts) {

  /** How distance to the initial policy is measured. */
  public enum GameDivergence {
    REVERSE_KL,
    FORWARD_KL,
    CHI_SQUARED,
    SQUARED_EUCLIDEAN
  }

  /** What groups pay. */
  public enum PaymentChoice {
    AFFINE_MAXIMIZER,
    REVENUE_MAXIMIZING,
    NONE
  }

  /** What the policy of a game over listed outcomes maximises. */
  public enum RuleChoice {
    SOCIAL_WELFARE,
    NASH_WELFARE,
    EGALITARIAN
  }

  /** What a reported reward must come to. */
  public enum Normalisation {
    NONE,
    SUM,
    MAXIMUM
  }

  /** A game over outcomes that are listed in the file. */
  public record Listed(
      @Option("names of the outcomes; numbers if left out") List<String> outcomes,
      @Option("probability of each outcome before training; uniform if left out")
          List<Double> initial,
      @Option("whether a reward's sum or largest must be 1") Normalisation normalisation,
      @Option("what the policy maximises; payments go with social-welfare alone") RuleChoice rule,
      @Option("of the soft minimum that egalitarian maximises") double sharpness) {}

  /** A game over texts that a language model writes. */
  public record Texts(
      @Option("the initial policy: a model folder, a run, embedded:NAME") String policy,
      @Option("prompts that payments are averaged over: .jsonl or embedded:NAME") String prompts,
      @Option("only so many of them; 0: all") int promptLimit,
      @Option("completions of each prompt") int samples,
      @Option("most tokens of a completion") int maxNewTokens,
      @Option("from score to reward in [0, 1], the same for all groups") RewardMap rewardMap,
      @Option(inline = true) Training training) {

    public Texts {
      require(promptLimit >= 0, "prompt-limit must not be negative (got %d)", promptLimit);
      require(samples > 1, "samples must be at least 2 (got %d)", samples);
      require(maxNewTokens > 0, "max-new-tokens must be positive (got %d)", maxNewTokens);
    }
  }

  /** What the outcome of a game over texts is, and how it is trained. */
  public record Training(
      @Option("candidates of the initial policy reweighted, or a trained policy")
          OutcomeKind outcome,
      @Option("where payments of a trained policy come from") List<LeaveOneOut> leaveOneOut,
      @Option("rollouts of the training") long trainingSteps,
      @Option("the same of policies without a group, where they have fewer") long leaveOneOutSteps,
      @Option("prompts of one rollout") int promptsPerStep,
      @Option("completions of each of them") int rolloutSamples,
      @Option("of the updates") double learningRate,
      @Option("steps between two checkpoints that may stand for a policy without a group")
          long checkpointEvery) {

    public Training {
      leaveOneOut = List.copyOf(leaveOneOut);
      for (LeaveOneOut one : leaveOneOut) {
        require(
            one != LeaveOneOut.WARM_START,
            "policies without a group must not start from the jointly trained one (got leave-one-out warm-start): what they reach then depends on the group's own report, and lies pay. Use retrained, fewer-steps, checkpoints or importance");
      }
      require(
          leaveOneOutSteps >= 0,
          "leave-one-out-steps must not be negative (got %d)",
          leaveOneOutSteps);
      require(checkpointEvery > 0, "checkpoint-every must be positive (got %d)", checkpointEvery);
    }
  }

  /** What comes out of a game over texts. */
  public enum OutcomeKind {
    CANDIDATES,
    TRAINED
  }

  /** Where the welfare that the others would have without a group comes from. */
  public enum LeaveOneOut {
    /** From the samples of the trained policy, by weights. */
    IMPORTANCE,
    /** Trained from the initial policy for as long. */
    RETRAINED,
    /** Trained from the initial policy for fewer steps. */
    FEWER_STEPS,
    /** The best checkpoint of the joint training, the initial policy among them. */
    CHECKPOINTS,
    /** From the jointly trained policy: refused. */
    WARM_START
  }

  /** All defaults; what must be given is empty. */
  public static GameOptions defaults() {
    return new GameOptions(
        "",
        "",
        GameDivergence.REVERSE_KL,
        1,
        PaymentChoice.AFFINE_MAXIMIZER,
        new Listed(List.of(), List.of(), Normalisation.NONE, RuleChoice.SOCIAL_WELFARE, 10),
        new Texts(
            "",
            "",
            0,
            64,
            32,
            new RewardMap.Logistic(0, 1),
            new Training(
                OutcomeKind.CANDIDATES, List.of(LeaveOneOut.IMPORTANCE), 50, 25, 8, 4, 1e-4, 10)));
  }

  /** Whether outcomes are texts that a language model writes. */
  public boolean overTexts() {
    return !texts.policy().isEmpty();
  }

  /** Checks what only all options together can break. */
  void requireConsistent(List<GroupOptions> groups) {
    require(
        lambda > 0 && Double.isFinite(lambda),
        "lambda must be positive (got %s); it is what moving the model costs",
        lambda);
    require(!groups.isEmpty(), "a game needs at least one group (got none) below 'groups'");
    Set<String> names = new HashSet<>();
    for (GroupOptions group : groups) {
      require(
          names.add(group.name()),
          "each group needs a name of its own (got '%s' twice)",
          group.name());
    }
    if (overTexts()) {
      requireTexts();
    } else {
      require(
          texts.prompts().isEmpty(),
          "prompts belong to a game over texts, which needs a 'policy' (got prompts alone); give both, or neither");
    }
    groups.forEach(group -> group.requireFits(overTexts()));
  }

  private void requireTexts() {
    require(!texts.prompts().isEmpty(), "a game over texts needs 'prompts' beside 'policy'");
    require(
        divergence == GameDivergence.REVERSE_KL,
        "a game over texts has the divergence reverse-kl (got %s): a language model is trained with that",
        GameText.word(divergence));
    require(
        payment != PaymentChoice.REVENUE_MAXIMIZING,
        "the premium of revenue-maximizing payments is at most 1 over the number of texts, so it is computed for listed outcomes alone; use payment: affine-maximizer");
    require(
        listed.outcomes().isEmpty() && listed.initial().isEmpty(),
        "a game is either over texts ('policy') or over listed outcomes ('outcomes', 'initial'); got both");
    require(
        listed.rule() == RuleChoice.SOCIAL_WELFARE,
        "a game over texts maximises social-welfare (got rule: %s); list the outcomes for others",
        GameText.word(listed.rule()));
    require(
        listed.normalisation() == Normalisation.NONE,
        "rewards of texts are mapped by 'reward-map', so 'normalisation' must be none");
  }
}
