package org.plumbline.align.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.core.data.Prompt;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.generate.Generator;
import org.plumbline.lm.model.CausalLm;

/**
 * Evaluates policies on the same prompts with the same random streams, so that differences between
 * them are paired.
 *
 * <p>Sampling is from the policy itself, at temperature 1 and without truncation: that is what KL
 * is defined for.
 */
public final class PolicyEvaluator {
  private final List<Prompt> prompts;
  private final Rater proxy;
  private final List<Rater> gold;
  private final CausalLm initial;
  private final Generator.Options generation;
  private final Seeds seeds;

  /**
   * An evaluator.
   *
   * @param proxy the reward that is optimised
   * @param gold rewards that are only measured
   * @param initial the initial policy, frozen
   * @param generation how completions are drawn; its temperature and truncation should be those of
   *     training
   * @param seeds the same for all policies that are compared
   */
  public PolicyEvaluator(
      List<Prompt> prompts,
      Rater proxy,
      List<Rater> gold,
      CausalLm initial,
      Generator.Options generation,
      Seeds seeds) {
    this.prompts = List.copyOf(prompts);
    this.proxy = proxy;
    this.gold = List.copyOf(gold);
    this.initial = initial;
    this.generation = generation;
    this.seeds = seeds;
  }

  /** Lets the policy write one completion for each prompt and asks everybody. */
  public Evaluation evaluate(Policy policy, long step) {
    policy.requireRoom(prompts, generation.maxNewTokens());
    Rollout rollout = Rollout.sample(policy, prompts, 1, generation, seeds.child("evaluation"));
    ScoredRollout scored =
        ScoredRollout.of(rollout, proxy.scorer(), initial, generation.batchSize());
    Map<String, double[]> golden = new LinkedHashMap<>();
    for (Rater rater : gold) {
      golden.put(rater.name(), rater.scorer().score(rollout.exchanges()));
    }
    double[] kl = scored.sequenceKl().values();
    double[] klNonNegative = scored.klNonNegative().perSequence().values();
    List<Evaluation.Row> rows = new ArrayList<>();
    for (int i = 0; i < rollout.size(); i++) {
      int row = i;
      Map<String, Double> said = new LinkedHashMap<>();
      golden.forEach((name, scores) -> said.put(name, scores[row]));
      rows.add(
          new Evaluation.Row(
              rollout.exchanges().get(i),
              scored.scores()[i],
              said,
              kl[i],
              klNonNegative[i],
              rollout.completions().get(i).ids().length,
              Arrays.stream(scored.referenceLogProbs()[i]).sum(),
              rollout.completions().get(i).stop()));
    }
    return new Evaluation(step, rows);
  }
}
