package org.plumbline.align.policy;

import java.util.List;
import java.util.Map;
import org.plumbline.core.data.Exchange;
import org.plumbline.lm.generate.StopReason;

/**
 * What a policy wrote for the evaluation prompts at one step, and what everybody thinks of it.
 *
 * @param step steps of training before it; 0 is the initial policy
 * @param rows one for each evaluation prompt, in their order
 */
public record Evaluation(long step, List<Row> rows) {

  /**
   * One prompt's completion.
   *
   * @param exchange the text
   * @param proxy the reward that the policy is trained on, without the penalty for KL
   * @param gold what each gold rater says, by name
   * @param klNats log ratio of policy to initial policy of the whole sequence (estimate k1), in
   *     nats
   * @param klNonNegativeNats estimate k3 of the same, in nats
   * @param tokens sampled tokens
   * @param initialLogProb log-probability of the completion under the initial policy, in nats
   * @param stop why it ended
   */
  public record Row(
      Exchange exchange,
      double proxy,
      Map<String, Double> gold,
      double klNats,
      double klNonNegativeNats,
      int tokens,
      double initialLogProb,
      StopReason stop) {}

  /** Mean proxy reward. */
  public double proxy() {
    return rows.stream().mapToDouble(Row::proxy).average().orElse(Double.NaN);
  }

  /** Mean gold reward of one rater. */
  public double gold(String rater) {
    return rows.stream()
        .mapToDouble(row -> row.gold().getOrDefault(rater, Double.NaN))
        .average()
        .orElse(Double.NaN);
  }

  /** Mean KL to the initial policy, estimate k1, in nats a sequence. */
  public double klNats() {
    return rows.stream().mapToDouble(Row::klNats).average().orElse(Double.NaN);
  }

  /** Mean number of sampled tokens. */
  public double tokens() {
    return rows.stream().mapToDouble(Row::tokens).average().orElse(Double.NaN);
  }

  /** Perplexity of all completions under the initial policy. */
  public double initialPerplexity() {
    double logProb = rows.stream().mapToDouble(Row::initialLogProb).sum();
    return Math.exp(-logProb / rows.stream().mapToInt(Row::tokens).sum());
  }
}
