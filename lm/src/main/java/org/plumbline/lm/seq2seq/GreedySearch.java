package org.plumbline.lm.seq2seq;

import java.util.Arrays;
import java.util.List;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * Writes the most probable token again and again.
 *
 * @param model the model
 * @param most new tokens at most
 * @param endId the id after which a text ends; -1 for none
 */
public record GreedySearch(Seq2SeqLm model, int most, int endId) {

  /** What is written for each text, its end among it. */
  public List<int[]> of(List<int[]> texts) {
    return Scope.inference(
        () -> {
          TokenBatch read = new TokenBatch(texts);
          int[][] written = new int[texts.size()][1];
          Arrays.setAll(written, r -> new int[] {model.startId()});
          try (Decoding decoding = model.decoding(model.encoded(read), read.lengths())) {
            for (int n = 1; n <= most && !allEnded(written); n++) {
              int[] next = best(written, decoding);
              for (int r = 0; r < written.length; r++) {
                written[r] = Arrays.copyOf(written[r], n + 1);
                written[r][n] = next[r];
              }
            }
          }
          return Arrays.stream(written).map(this::toItsEnd).toList();
        });
  }

  private int[] best(int[][] written, Decoding decoding) {
    return Scope.inference(
        () -> {
          Tensor said =
              decoding.next(Arrays.stream(written).mapToInt(ids -> ids[ids.length - 1]).toArray());
          return Arrays.stream(Ops.argmax(model.logits(said)).toLongs())
              .mapToInt(Math::toIntExact)
              .toArray();
        });
  }

  private boolean allEnded(int[][] written) {
    return Arrays.stream(written).allMatch(ids -> end(ids) < ids.length);
  }

  private int end(int[] ids) {
    int n = 1;
    while (n < ids.length && ids[n] != endId) {
      n++;
    }
    return n;
  }

  private int[] toItsEnd(int[] ids) {
    return Arrays.copyOfRange(ids, 1, Math.min(ids.length, end(ids) + 1));
  }
}
