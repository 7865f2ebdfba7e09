package org.plumbline.lm.encoder;

import static org.plumbline.core.error.Require.require;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Tensor;

/** Which positions see which. */
public final class EncoderMasks {
  private EncoderMasks() {}

  /** True at real tokens, [batch, 1, 1, time]; null if there are no others. */
  public static @Nullable Tensor real(int[] lengths, int time) {
    if (Arrays.stream(lengths).allMatch(length -> length == time)) {
      return null;
    }
    boolean[] mask = new boolean[lengths.length * time];
    for (int r = 0; r < lengths.length; r++) {
      Arrays.fill(mask, r * time, r * time + lengths[r], true);
    }
    return Tensor.ofBooleans(mask, lengths.length, 1, 1, time);
  }

  /**
   * True where a position sees a real token at most {@code reach} places away, [batch, 1, time,
   * time].
   *
   * <p>Filling sees all that is near it: a row that saw nothing would be NaN, which spoils means
   * and gradients even where it counts zero times.
   */
  static Tensor near(int[] lengths, int time, int reach) {
    boolean[] mask = new boolean[lengths.length * time * time];
    for (int r = 0; r < lengths.length; r++) {
      for (int i = 0; i < time; i++) {
        int end = i < lengths[r] ? lengths[r] : time;
        int row = (r * time + i) * time;
        Arrays.fill(mask, row + Math.max(0, i - reach), row + Math.min(end, i + reach + 1), true);
      }
    }
    return Tensor.ofBooleans(mask, lengths.length, 1, time, time);
  }

  /** Refuses a batch with a text that is too long. */
  static void requireWithin(TokenBatch batch, int contextLength) {
    requireWithin(batch.width(), contextLength);
  }

  /** Refuses a text that is too long. */
  public static void requireWithin(int tokens, int contextLength) {
    require(
        tokens <= contextLength,
        "a text has %d tokens, the model reads at most %d; shorten it or allow truncation",
        tokens,
        contextLength);
  }
}
