package org.plumbline.bench;

import java.util.List;
import org.plumbline.lm.generate.Generator;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.KeyValueCache;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/** Writing tokens, end to end or the bare steps of the network. */
final class GenerationJob implements Job {
  private static final int PROMPT = 32;

  private final CausalLm lm;
  private final int rows;
  private final int newTokens;
  private final boolean bareSteps;

  private GenerationJob(CausalLm lm, int rows, int newTokens, boolean bareSteps) {
    this.lm = lm;
    this.rows = rows;
    this.newTokens = newTokens;
    this.bareSteps = bareSteps;
  }

  /** Prompts of 32 tokens, sampled at temperature 1. */
  static Job endToEnd(CausalLm lm, int rows, int newTokens) {
    return new GenerationJob(lm, rows, newTokens, false);
  }

  /** Only the network: one token for each sequence a step, from a cache of 32 tokens on. */
  static Job steps(CausalLm lm, int rows, int steps) {
    return new GenerationJob(lm, rows, steps, true);
  }

  @Override
  public String unit() {
    return "tokens";
  }

  @Override
  public long count() {
    return (long) rows * newTokens;
  }

  @Override
  public double run() {
    List<int[]> prompts = Workload.tokens(rows, PROMPT);
    if (!bareSteps) {
      Generator.Options options = new Generator.Options(newTokens, 1, 0, 1, rows);
      return Job.seconds(
          () -> new Generator(lm, options).generate(prompts, Workload.SEEDS.child("sampling")));
    }
    return Scope.inference(
        () -> {
          try (Linears.Packing packing = lm.pack();
              KeyValueCache cache = lm.cache(rows, PROMPT + newTokens)) {
            lm.extend(new TokenBatch(prompts), cache);
            TokenBatch next = new TokenBatch(Workload.tokens(rows, 1));
            return Job.seconds(
                () -> {
                  for (int i = 0; i < newTokens; i++) {
                    Scope.inner(() -> step(next, cache));
                  }
                });
          }
        });
  }

  private void step(TokenBatch next, KeyValueCache cache) {
    Tensor logits = lm.logits(lm.extend(next, cache));
    logits.narrow(1, 0, 1).toFloats(); // as a sampler would, wait for the numbers
  }

  @Override
  public void close() {
    lm.close();
  }
}
