package org.plumbline.lm.generate;

/**
 * What a model wrote after a prompt: ids and log-probabilities, kept to the end; text is derived
 * from them.
 *
 * @param prompt ids that were given, BOS among them
 * @param ids ids that were sampled, the end-of-text token among them if it was written
 * @param logProbs log-probability of each sampled id under the model itself, at temperature 1 and
 *     without truncation
 * @param drawnLogProbs log-probability of each sampled id under the distribution that it was drawn
 *     from: temperature, penalties and cuts applied; 0 where the most probable token is taken
 * @param stop why it ended
 */
@SuppressWarnings("ArrayRecordComponent") // ids stay primitive; nobody compares completions
public record Completion(
    int[] prompt, int[] ids, float[] logProbs, float[] drawnLogProbs, StopReason stop) {

  /** A completion whose tokens were drawn from the model itself. */
  public Completion(int[] prompt, int[] ids, float[] logProbs, StopReason stop) {
    this(prompt, ids, logProbs, logProbs, stop);
  }

  /** Prompt and completion, one after the other. */
  public int[] sequence() {
    int[] all = java.util.Arrays.copyOf(prompt, prompt.length + ids.length);
    System.arraycopy(ids, 0, all, prompt.length, ids.length);
    return all;
  }

  /** Tokens of each of some completions, their prompts among them. */
  public static int[] lengths(java.util.List<Completion> completions) {
    return completions.stream().mapToInt(c -> c.prompt.length + c.ids.length).toArray();
  }

  /** Sum of the log-probabilities, in nats. */
  public double logProb() {
    double sum = 0;
    for (float value : logProbs) {
      sum += value;
    }
    return sum;
  }
}
