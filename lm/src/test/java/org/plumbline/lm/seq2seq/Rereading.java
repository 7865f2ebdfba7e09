package org.plumbline.lm.seq2seq;

import java.util.Arrays;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Tensor;

/** Reads all that was written again for each token: slow, and without a place for errors. */
final class Rereading implements Decoding {
  private final Seq2SeqLm model;
  private Tensor encoded;
  private int[] lengths;
  private int[][] written;

  Rereading(Seq2SeqLm model, Tensor encoded, int[] lengths) {
    this.model = model;
    this.encoded = encoded.keep();
    this.lengths = lengths;
    this.written = new int[lengths.length][0];
  }

  @Override
  public Tensor next(int[] ids) {
    for (int r = 0; r < written.length; r++) {
      written[r] = Arrays.copyOf(written[r], written[r].length + 1);
      written[r][written[r].length - 1] = ids[r];
    }
    TokenBatch batch = new TokenBatch(Arrays.asList(written));
    return model.decoded(batch, encoded, lengths).select(1, batch.width() - 1L);
  }

  @Override
  public void select(int[] rows) {
    Tensor old = encoded;
    long[] places = Arrays.stream(rows).asLongStream().toArray();
    encoded = old.indexSelect(0, Tensor.ofLongs(places, places.length)).keep();
    old.release();
    written = Arrays.stream(rows).mapToObj(row -> written[row].clone()).toArray(int[][]::new);
    lengths = Arrays.stream(rows).map(row -> lengths[row]).toArray();
  }

  @Override
  public void close() {
    encoded.release();
  }
}
