package org.plumbline.lm.generate;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.KeyValueCache;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * Samples completions of many prompts at once.
 *
 * <p>Prompts may differ in length; each sequence has its own random stream, and a sequence that has
 * ended leaves the batch.
 */
public final class Generator {

  /**
   * How tokens are drawn.
   *
   * @param maxNewTokens most tokens of a completion
   * @param temperature divides the logits; 0 takes the most probable token
   * @param topK only so many most probable tokens are drawn from; 0 is all
   * @param topP only the fewest most probable tokens whose mass reaches this are drawn from; 1 is
   *     all
   * @param batchSize most sequences at once
   * @param rules further penalties, bans and cuts; temperature, top-k and top-p run at their places
   *     among them
   */
  public record Options(
      int maxNewTokens,
      double temperature,
      int topK,
      double topP,
      int batchSize,
      LogitsProcessors rules) {
    /** The policy itself: no truncation, temperature 1. */
    public static final Options DEFAULT = new Options(32, 1.0, 0, 1.0, 64);

    /** Without further rules. */
    public Options(int maxNewTokens, double temperature, int topK, double topP, int batchSize) {
      this(maxNewTokens, temperature, topK, topP, batchSize, LogitsProcessors.NONE);
    }

    /** The same with these further rules. */
    public Options withRules(LogitsProcessors further) {
      return new Options(maxNewTokens, temperature, topK, topP, batchSize, further);
    }

    /** All rules in their order; none if tensors can do all that is asked. */
    private LogitsProcessors allRules() {
      if (rules.rules().isEmpty()) {
        return LogitsProcessors.NONE;
      }
      List<LogitsProcessor> all = new ArrayList<>(rules.rules());
      if (temperature > 0 && temperature != 1) {
        all.add(new LogitsProcessor.Temperature(temperature));
      }
      if (topK > 0) {
        all.add(new LogitsProcessor.TopK(topK, 1));
      }
      if (topP < 1) {
        all.add(new LogitsProcessor.TopP(topP, 1));
      }
      return LogitsProcessors.of(all);
    }

    public Options {
      require(maxNewTokens > 0, "max-new-tokens must be positive (got %d)", maxNewTokens);
      require(
          temperature >= 0 && Double.isFinite(temperature),
          "temperature must not be negative (got %s); 0 takes the most probable token",
          temperature);
      require(topK >= 0, "top-k must not be negative (got %d); 0 is all tokens", topK);
      require(topP > 0 && topP <= 1, "top-p must lie in (0, 1] (got %s); 1 is all tokens", topP);
      require(
          batchSize > 0,
          "the generation batch must hold at least one sequence (got %d)",
          batchSize);
    }
  }

  private final CausalLm lm;
  private final Options options;
  private final LogitsProcessors rules;

  public Generator(CausalLm lm, Options options) {
    this.lm = lm;
    this.options = options;
    rules = options.allRules();
  }

  /**
   * One completion for each prompt, in their order.
   *
   * @param prompts ids of each prompt, BOS among them; each shorter than the model's context
   * @param seeds sequence i draws from the child of number i, whatever else is in the batch
   * @throws FailedException if the model's probabilities are no numbers
   */
  public List<Completion> generate(List<int[]> prompts, Seeds seeds) {
    for (int[] prompt : prompts) {
      require(
          prompt.length > 0 && prompt.length < lm.contextLength(),
          "a prompt must have 1 to %d tokens (got %d); shorten it or take a model with a longer context",
          lm.contextLength() - 1,
          prompt.length);
    }
    List<Completion> completions = new ArrayList<>();
    for (int from = 0; from < prompts.size(); from += options.batchSize()) {
      List<int[]> part =
          prompts.subList(from, Math.min(prompts.size(), from + options.batchSize()));
      int first = from;
      completions.addAll(Scope.inference(() -> sample(part, seeds, first)));
    }
    return completions;
  }

  private List<Completion> sample(List<int[]> prompts, Seeds seeds, int first) {
    List<Draft> drafts = new ArrayList<>();
    int longest = 0;
    for (int i = 0; i < prompts.size(); i++) {
      drafts.add(new Draft(prompts.get(i), seeds.child("sequence", first + i).stream("tokens")));
      longest = Math.max(longest, prompts.get(i).length);
    }
    KeyValueCache cache = lm.cache(prompts.size(), longest + options.maxNewTokens());
    List<Draft> active = drafts;
    Tensor hidden = lm.extend(new TokenBatch(prompts), cache);
    while (true) {
      draw(lm.logits(hidden), active);
      List<Draft> going = active.stream().filter(draft -> !draft.finished(lm, options)).toList();
      if (going.isEmpty()) {
        return drafts.stream().map(Draft::completion).toList();
      }
      if (going.size() < active.size()) {
        List<Draft> all = active;
        cache.select(going.stream().mapToInt(all::indexOf).toArray());
        active = going;
      }
      hidden = lm.extend(new TokenBatch(active.stream().map(Draft::lastToken).toList()), cache);
    }
  }

  /**
   * Draws one token for each sequence by inverting the cumulative distribution at that sequence's
   * random number.
   */
  private void draw(Tensor logits, List<Draft> active) {
    Tensor logProbs = Ops.logSoftmax(logits);
    Tensor tokens;
    if (options.temperature() == 0) {
      tokens = Ops.argmax(ruled(logits, active));
    } else {
      float[] uniform = new float[active.size()];
      for (int i = 0; i < uniform.length; i++) {
        uniform[i] = active.get(i).random.nextInt(1 << 24) * 0x1p-24f;
      }
      tokens =
          Ops.invertCumulative(
              Ops.softmax(kept(logits, active)), Tensor.of(uniform, uniform.length));
    }
    long[] ids = tokens.toLongs();
    float[] chosen = logProbs.gatherLast(tokens).toFloats();
    for (int i = 0; i < ids.length; i++) {
      active.get(i).append((int) ids[i], finite(chosen[i]));
    }
  }

  private static float finite(float logProb) {
    if (!Float.isFinite(logProb)) {
      throw new FailedException(
          "the model gives its next token the log-probability %s: its weights are broken. If a training made them, lower its learning rate"
              .formatted(logProb));
    }
    return logProb;
  }

  /** The logits of the tokens that may be drawn [batch, vocabulary]. */
  private Tensor kept(Tensor logits, List<Draft> active) {
    if (!rules.rules().isEmpty()) {
      return ruled(logits, active);
    }
    Tensor tempered = options.temperature() == 1 ? logits : logits.times(1 / options.temperature());
    return Ops.keepMostProbable(tempered, options.topK(), options.topP());
  }

  private Tensor ruled(Tensor logits, List<Draft> active) {
    if (rules.rules().isEmpty()) {
      return logits;
    }
    float[] all = logits.toFloats();
    int vocabulary = all.length / active.size();
    for (int i = 0; i < active.size(); i++) {
      float[] row = Arrays.copyOfRange(all, i * vocabulary, (i + 1) * vocabulary);
      Draft draft = active.get(i);
      rules.process(row, draft.history(), draft.prompt.length);
      System.arraycopy(row, 0, all, i * vocabulary, vocabulary);
    }
    return Tensor.of(all, active.size(), vocabulary);
  }

  /** A completion being written. */
  private static final class Draft {
    private final int[] prompt;
    private final SplittableRandom random;
    private final List<Integer> ids = new ArrayList<>();
    private final List<Float> logProbs = new ArrayList<>();
    private StopReason stop = StopReason.LENGTH;

    Draft(int[] prompt, SplittableRandom random) {
      this.prompt = prompt;
      this.random = random;
    }

    void append(int id, float logProb) {
      ids.add(id);
      logProbs.add(logProb);
    }

    int[] history() {
      return IntStream.concat(Arrays.stream(prompt), ids.stream().mapToInt(Integer::intValue))
          .toArray();
    }

    int[] lastToken() {
      return new int[] {ids.get(ids.size() - 1)};
    }

    boolean finished(CausalLm lm, Options options) {
      if (ids.get(ids.size() - 1) == lm.endId()) {
        stop = StopReason.EOS;
        return true;
      }
      return ids.size() >= options.maxNewTokens()
          || prompt.length + ids.size() >= lm.contextLength();
    }

    Completion completion() {
      float[] values = new float[logProbs.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = logProbs.get(i);
      }
      return new Completion(
          prompt, ids.stream().mapToInt(Integer::intValue).toArray(), values, stop);
    }
  }
}
