package org.plumbline.lm.check;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.generate.Generation;
import org.plumbline.lm.generate.GenerationEngine;
import org.plumbline.lm.generate.GenerationRequest;
import org.plumbline.lm.generate.Sampling;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Scope;

/**
 * Writes the most probable token again and again, in the ways that must give the same.
 *
 * @param lm the model
 * @param most new tokens at most
 * @param endId the id after which a text ends; -1 for none
 */
record GreedyText(CausalLm lm, int most, int endId) {

  /** Each prompt by itself, the whole text read anew for every token. */
  List<int[]> eachWithoutCache(List<int[]> prompts) {
    return prompts.stream().map(this::withoutCache).toList();
  }

  private int[] withoutCache(int[] prompt) {
    int[] text = prompt;
    for (int n = 0; n < most && (n == 0 || text[text.length - 1] != endId); n++) {
      int[] read = text;
      int[] next =
          Scope.inference(
              () -> {
                TokenBatch batch = new TokenBatch(List.of(read));
                return best(lm, lm.hidden(batch).narrow(1, read.length - 1, 1).squeeze(1));
              });
      text = Arrays.copyOf(text, text.length + 1);
      text[text.length - 1] = next[0];
    }
    return Arrays.copyOfRange(text, prompt.length, text.length);
  }

  /** Each prompt by itself, with a cache. */
  List<int[]> each(List<int[]> prompts) {
    return prompts.stream().map(prompt -> together(List.of(prompt)).getFirst()).toList();
  }

  /** All prompts side by side. */
  List<int[]> together(List<int[]> prompts) {
    GenerationEngine.Options slots = GenerationEngine.Options.ofSlots(prompts.size());
    try (GenerationEngine engine = new GenerationEngine(lm, slots)) {
      List<Generation> texts =
          prompts.stream().map(prompt -> engine.submit(request(prompt))).toList();
      engine.run();
      return texts.stream().map(text -> text.completion().ids()).toList();
    }
  }

  private GenerationRequest request(int[] prompt) {
    return new GenerationRequest(
        prompt,
        Sampling.GREEDY,
        most,
        endId < 0 ? Set.of() : Set.of(endId),
        new Seeds(0).stream("unused"));
  }

  /** Sequences filled up on the right to the longest one's length. */
  static List<int[]> filled(List<int[]> sequences, int fill) {
    int longest = sequences.stream().mapToInt(ids -> ids.length).max().orElseThrow();
    return sequences.stream()
        .map(
            ids -> {
              int[] full = Arrays.copyOf(ids, longest);
              Arrays.fill(full, ids.length, longest, fill);
              return full;
            })
        .toList();
  }

  private static int[] best(CausalLm lm, org.plumbline.lm.tensor.Tensor hidden) {
    return Arrays.stream(Ops.argmax(lm.logits(hidden)).toLongs())
        .mapToInt(id -> (int) id)
        .toArray();
  }
}
