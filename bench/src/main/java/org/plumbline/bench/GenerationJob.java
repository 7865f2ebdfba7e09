package org.plumbline.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.plumbline.lm.generate.GenerationEngine;
import org.plumbline.lm.generate.GenerationRequest;
import org.plumbline.lm.generate.Sampling;
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
  private final List<int[]> prompts;
  private final int[] newTokens;
  private final boolean bareSteps;

  /**
   * @param newTokens of each sequence
   */
  private GenerationJob(CausalLm lm, List<int[]> prompts, int[] newTokens, boolean bareSteps) {
    this.lm = lm;
    this.prompts = List.copyOf(prompts);
    this.newTokens = newTokens;
    this.bareSteps = bareSteps;
  }

  /** Prompts of 32 tokens, sampled at temperature 1, none ends early. */
  static Job endToEnd(CausalLm lm, int rows, int newTokens) {
    return of(lm, rows, newTokens, false);
  }

  /** Only the network: one token for each sequence a step, from a cache of 32 tokens on. */
  static Job steps(CausalLm lm, int rows, int steps) {
    return of(lm, rows, steps, true);
  }

  private static Job of(CausalLm lm, int rows, int newTokens, boolean bareSteps) {
    int[] each = new int[rows];
    Arrays.fill(each, newTokens);
    return new GenerationJob(lm, Workload.tokens(rows, PROMPT), each, bareSteps);
  }

  /** These prompts, each with a length of its own from 16 to 96 tokens, fixed by its index. */
  static Job real(CausalLm lm, List<int[]> prompts) {
    int[] newTokens = new int[prompts.size()];
    Arrays.setAll(newTokens, i -> 16 + 37 * i % 81);
    return new GenerationJob(lm, prompts, newTokens, false);
  }

  @Override
  public String unit() {
    return "tokens";
  }

  @Override
  public long count() {
    return Arrays.stream(newTokens).sum();
  }

  /** The last token of a sequence is written, but not read. */
  @Override
  public Optional<MatrixWork> matrixWork() {
    long read = bareSteps ? 0 : prompts.stream().mapToLong(prompt -> prompt.length - 1).sum();
    return Optional.of(
        MatrixWork.forward(lm, prompts.size(), read + count()).withLogits(lm, count()));
  }

  @Override
  public double run() {
    return bareSteps ? Scope.inference(this::steps) : Job.seconds(this::write);
  }

  private void write() {
    GenerationEngine.Options options = GenerationEngine.Options.ofSlots(prompts.size());
    try (GenerationEngine engine = new GenerationEngine(lm, options)) {
      for (int i = 0; i < newTokens.length; i++) {
        SplittableRandom random = Workload.SEEDS.child("sampling", i).stream("tokens");
        engine.submit(
            new GenerationRequest(prompts.get(i), Sampling.PLAIN, newTokens[i], Set.of(), random));
      }
      engine.run();
    }
  }

  private double steps() {
    int rows = prompts.size();
    try (Linears.Packing packing = lm.pack();
        KeyValueCache cache = lm.cache(rows, PROMPT + newTokens[0])) {
      lm.extend(new TokenBatch(prompts), cache);
      TokenBatch next = new TokenBatch(Workload.tokens(rows, 1));
      return Job.seconds(
          () -> {
            for (int i = 0; i < newTokens[0]; i++) {
              Scope.inner(() -> step(next, cache));
            }
          });
    }
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
