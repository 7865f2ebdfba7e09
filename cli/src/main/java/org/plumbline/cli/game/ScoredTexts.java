package org.plumbline.cli.game;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.plumbline.align.policy.Policy;
import org.plumbline.align.policy.Rollout;
import org.plumbline.align.policy.ScoredRollout;
import org.plumbline.cli.game.LedgerRound.PromptRow;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.data.Prompt;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.score.Scorer;
import org.plumbline.lm.generate.Generator;
import org.plumbline.lm.model.CausalLm;

/**
 * Texts of a game and what the groups give them.
 *
 * @param rows one for each prompt
 * @param scores of each group, [groups][prompts][samples]
 */
public record ScoredTexts(List<PromptRow> rows, List<double[][]> scores) {

  /**
   * Candidates of the initial policy: they are written before any scorer is asked.
   *
   * @param said is told what is being done
   */
  public static ScoredTexts candidates(
      Policy policy,
      List<Prompt> prompts,
      GameOptions.Texts options,
      List<Scorer> groups,
      Seeds seeds,
      Consumer<String> said) {
    Rollout rollout =
        Rollout.sample(
            policy, prompts, options.samples(), generation(options), seeds.child("candidates"));
    said.accept("%,d candidates are written; now the groups score".formatted(rollout.size()));
    return of(rollout, null, groups);
  }

  /** Samples of a trained policy, with log-probabilities under it and the initial one. */
  static ScoredTexts trained(
      Policy policy,
      CausalLm initial,
      List<Prompt> prompts,
      GameOptions.Texts options,
      List<Scorer> groups,
      Seeds seeds) {
    Rollout rollout =
        Rollout.sample(
            policy, prompts, options.samples(), generation(options), seeds.child("samples"));
    ScoredRollout scored =
        ScoredRollout.of(rollout, texts -> new double[texts.size()], initial, 64);
    return of(rollout, scored.sequenceKl().values(), groups);
  }

  static Generator.Options generation(GameOptions.Texts options) {
    return new Generator.Options(options.maxNewTokens(), 1.0, 0, 1.0, 64);
  }

  private static ScoredTexts of(Rollout rollout, double @Nullable [] ratios, List<Scorer> groups) {
    int samples = rollout.samples();
    List<PromptRow> rows = new ArrayList<>();
    for (int x = 0; x < rollout.prompts().size(); x++) {
      int from = x * samples;
      List<String> texts =
          rollout.exchanges().subList(from, from + samples).stream()
              .map(Exchange::completion)
              .toList();
      rows.add(
          new PromptRow(
              rollout.prompts().get(x).text(),
              texts,
              null,
              ratios == null ? null : Arrays.copyOfRange(ratios, from, from + samples)));
    }
    List<double[][]> scores =
        groups.stream().map(group -> split(group.score(rollout.exchanges()), samples)).toList();
    return new ScoredTexts(rows, scores);
  }

  private static double[][] split(double[] values, int samples) {
    double[][] rows = new double[values.length / samples][];
    for (int x = 0; x < rows.length; x++) {
      rows[x] = Arrays.copyOfRange(values, x * samples, (x + 1) * samples);
    }
    return rows;
  }
}
