package org.plumbline.core.math;

import static org.plumbline.core.error.Require.require;

import java.util.List;

/**
 * How losses of tokens become one loss.
 *
 * <p>Every form is a weighted sum, and the weights need a denominator that belongs to the whole
 * batch. A step that is cut into micro-batches computes {@link #denominator} once from all of its
 * masks and gives it to every micro-batch: the partial losses then add up to the loss of the batch
 * however it is cut. Dividing each micro-batch by its own count and averaging, the common mistake,
 * gives short sequences more weight.
 */
public sealed interface LossAggregation {

  /** What the sum over a batch is divided by. */
  double denominator(Mask mask);

  /** What the sum over a batch is divided by that is cut into these micro-batches. */
  default double denominator(List<Mask> microBatches) {
    return microBatches.stream().mapToDouble(this::denominator).sum();
  }

  /** Weight of one token before the division. */
  double tokenWeight(Mask mask, int row);

  /** Sum over tokens divided by the number of tokens: long sequences weigh more. */
  record TokenMean() implements LossAggregation {
    @Override
    public double denominator(Mask mask) {
      return mask.count();
    }

    @Override
    public double tokenWeight(Mask mask, int row) {
      return 1;
    }
  }

  /** Mean over sequences of the mean over their tokens: every sequence weighs the same. */
  record SequenceMeanOfTokenMean(EmptyRows emptyRows) implements LossAggregation {
    @Override
    public double denominator(Mask mask) {
      return emptyRows.sequences(mask);
    }

    @Override
    public double tokenWeight(Mask mask, int row) {
      return 1.0 / mask.count(row);
    }
  }

  /** Mean over sequences of the sum over their tokens: the likelihood of a sequence. */
  record SequenceMeanOfTokenSum(EmptyRows emptyRows) implements LossAggregation {
    @Override
    public double denominator(Mask mask) {
      return emptyRows.sequences(mask);
    }

    @Override
    public double tokenWeight(Mask mask, int row) {
      return 1;
    }
  }

  /**
   * Sum over tokens divided by sequences times a fixed length (Dr. GRPO): no length enters.
   *
   * @param maxLength that length, in tokens
   */
  record FixedLength(int maxLength) implements LossAggregation {
    public FixedLength {
      require(
          maxLength > 0, "the fixed length of a loss must be at least 1 token (got %d)", maxLength);
    }

    @Override
    public double denominator(Mask mask) {
      return (double) mask.rows() * maxLength;
    }

    @Override
    public double tokenWeight(Mask mask, int row) {
      return 1;
    }
  }

  /** Sum over tokens: the gradient grows with the batch. */
  record TokenSum() implements LossAggregation {
    @Override
    public double denominator(Mask mask) {
      return 1;
    }

    @Override
    public double denominator(List<Mask> microBatches) {
      return 1;
    }

    @Override
    public double tokenWeight(Mask mask, int row) {
      return 1;
    }
  }

  /** What a row without any token is in a mean over sequences. */
  enum EmptyRows {
    /** Not there (verl). */
    EXCLUDE,
    /** A sequence of loss 0 (TRL). */
    COUNT;

    double sequences(Mask mask) {
      return switch (this) {
        case EXCLUDE -> mask.rowsWithTokens();
        case COUNT -> mask.rows();
      };
    }
  }

  /**
   * The weight of every token, {@code [batch, time]}, 0 outside the mask: the loss is the sum of
   * weight times loss.
   *
   * @param denominator that of the whole batch, of which {@code mask} may be a part
   */
  default double[][] weights(Mask mask, double denominator) {
    require(denominator > 0, "a mean loss needs at least one token that counts (got none)");
    double[][] weights = new double[mask.rows()][];
    for (int row = 0; row < mask.rows(); row++) {
      weights[row] = new double[mask.columns(row)];
      for (int time = 0; time < weights[row].length; time++) {
        if (mask.at(row, time)) {
          weights[row][time] = tokenWeight(mask, row) / denominator;
        }
      }
    }
    return weights;
  }

  /** What these tokens add to the loss of a batch with the given denominator. */
  default double loss(double[][] losses, Mask mask, double denominator) {
    MaskedReductions.requireFinite(losses, mask);
    double[][] weights = weights(mask, denominator);
    double sum = 0;
    for (int row = 0; row < losses.length; row++) {
      for (int time = 0; time < losses[row].length; time++) {
        if (mask.at(row, time)) {
          sum += weights[row][time] * losses[row][time];
        }
      }
    }
    return sum;
  }

  /** The loss of a whole batch. */
  default double loss(double[][] losses, Mask mask) {
    return loss(losses, mask, denominator(mask));
  }
}
