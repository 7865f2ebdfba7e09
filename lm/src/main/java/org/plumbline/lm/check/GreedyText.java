package org.plumbline.lm.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.KeyValueCache;
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

  /** All prompts side by side; what one writes after its end is dropped. */
  List<int[]> together(List<int[]> prompts) {
    return Scope.inference(
        () -> {
          int longest = prompts.stream().mapToInt(prompt -> prompt.length).max().orElseThrow();
          KeyValueCache cache = lm.cache(prompts.size(), longest + most);
          int[][] written = new int[prompts.size()][most];
          int[] next = best(lm, lm.extend(new TokenBatch(prompts), cache));
          for (int n = 0; n < most; n++) {
            List<int[]> read = new ArrayList<>();
            for (int r = 0; r < next.length; r++) {
              written[r][n] = next[r];
              read.add(new int[] {next[r]});
            }
            if (n + 1 < most) {
              next = best(lm, lm.extend(new TokenBatch(read), cache));
            }
          }
          return Arrays.stream(written).map(this::toItsEnd).toList();
        });
  }

  private int[] toItsEnd(int[] ids) {
    for (int n = 0; n < ids.length; n++) {
      if (ids[n] == endId) {
        return Arrays.copyOf(ids, n + 1);
      }
    }
    return ids;
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
