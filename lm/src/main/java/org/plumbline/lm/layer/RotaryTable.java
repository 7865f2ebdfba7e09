package org.plumbline.lm.layer;

import org.jspecify.annotations.Nullable;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Tensor;

/**
 * Cosines and signed sines of positions, as many as were asked for so far.
 *
 * <p>Where long texts have other frequencies than short ones, a second part of the table is theirs:
 * which part a text reads follows from its own length, never from its neighbours in a batch.
 */
public final class RotaryTable implements AutoCloseable {
  private static final int SMALLEST = 64;

  private final Rotary rotary;
  private int capacity;
  private @Nullable Tensor cosines;
  private @Nullable Tensor signedSines;

  /** An empty table. */
  public RotaryTable(Rotary rotary) {
    this.rotary = rotary;
  }

  /**
   * Cosines and signed sines, to be broadcast over heads: [time, 1, width] or [batch, time, 1,
   * width].
   */
  public record Angles(Tensor cosines, Tensor signedSines) {}

  /**
   * The angles of a batch.
   *
   * @param from position of each row's first token
   * @param lengths tokens of each row's text, those before {@code from} among them
   * @param time tokens of the longest row
   */
  public Angles of(int[] from, int[] lengths, int time) {
    int reach = time;
    boolean same = true;
    for (int r = 0; r < from.length; r++) {
      reach = Math.max(reach, from[r] + time);
      same &= from[r] == from[0] && isLong(lengths[r]) == isLong(lengths[0]);
    }
    Part part = upTo(reach);
    if (same) {
      long start = (long) from[0] + (isLong(lengths[0]) ? capacity : 0);
      return new Angles(
          part.cosines.narrow(0, start, time).unsqueeze(1),
          part.signedSines.narrow(0, start, time).unsqueeze(1));
    }
    long[] rows = new long[from.length * time];
    for (int r = 0; r < from.length; r++) {
      for (int t = 0; t < time; t++) {
        rows[r * time + t] = (long) from[r] + t + (isLong(lengths[r]) ? capacity : 0);
      }
    }
    Tensor indices = Tensor.ofLongs(rows, from.length, time);
    return new Angles(
        Ops.embedding(part.cosines, indices).unsqueeze(2),
        Ops.embedding(part.signedSines, indices).unsqueeze(2));
  }

  /**
   * The angles of tokens at these positions, as [tokens, 1, width].
   *
   * @param lengths tokens of the text that each is part of
   */
  public Angles at(int[] positions, int[] lengths) {
    int reach = 0;
    for (int position : positions) {
      reach = Math.max(reach, position + 1);
    }
    Part part = upTo(reach);
    long[] rows = new long[positions.length];
    for (int n = 0; n < rows.length; n++) {
      rows[n] = (long) positions[n] + (isLong(lengths[n]) ? capacity : 0);
    }
    Tensor indices = Tensor.ofLongs(rows, rows.length);
    return new Angles(
        Ops.embedding(part.cosines, indices).unsqueeze(1),
        Ops.embedding(part.signedSines, indices).unsqueeze(1));
  }

  /**
   * The angles of rows of several documents, whose positions begin anew with each.
   *
   * @param documents tokens of each document of each row
   * @param time tokens of the longest row
   */
  public Angles of(int[][] documents, int time) {
    Part part = upTo(time);
    long[] rows = new long[documents.length * time];
    for (int r = 0; r < documents.length; r++) {
      int n = r * time;
      for (int length : documents[r]) {
        for (int t = 0; t < length; t++) {
          rows[n++] = (long) t + (isLong(length) ? capacity : 0);
        }
      }
    }
    Tensor indices = Tensor.ofLongs(rows, documents.length, time);
    return new Angles(
        Ops.embedding(part.cosines, indices).unsqueeze(2),
        Ops.embedding(part.signedSines, indices).unsqueeze(2));
  }

  /**
   * Turns the first part of each head.
   *
   * @param x [batch, time, heads, head size]
   */
  public Tensor rotate(Tensor x, Angles angles) {
    return switch (rotary.layout()) {
      case HALVES -> Ops.rotate(x, angles.cosines, angles.signedSines);
      case NEIGHBOURS -> Ops.rotateNeighbours(x, angles.cosines, angles.signedSines);
    };
  }

  /** Whether a text that grows from one length to another changes its frequencies on the way. */
  public boolean switches(int before, int after) {
    return before > 0 && isLong(before) != isLong(after);
  }

  private boolean isLong(int length) {
    return length > rotary.scaling().switchLength();
  }

  private record Part(Tensor cosines, Tensor signedSines) {}

  private Part upTo(int reach) {
    Tensor cos = cosines;
    Tensor sin = signedSines;
    if (cos == null || sin == null || reach > capacity) {
      close();
      capacity = Math.max(SMALLEST, Math.max(reach, 2 * capacity));
      boolean two = rotary.scaling().switchLength() < Integer.MAX_VALUE;
      float[][] tables = tables(two ? 2 : 1);
      cos = Tensor.of(tables[0], tables[0].length / rotary.width(), rotary.width()).keep();
      sin = Tensor.of(tables[1], tables[1].length / rotary.width(), rotary.width()).keep();
      cosines = cos;
      signedSines = sin;
    }
    return new Part(cos, sin);
  }

  /** Computed in double; the sine of the first of each pair is negated. */
  private float[][] tables(int parts) {
    int width = rotary.width();
    float[] cos = new float[parts * capacity * width];
    float[] sin = new float[parts * capacity * width];
    for (int part = 0; part < parts; part++) {
      double[] frequencies = rotary.frequencies(part == 0 ? 1 : Integer.MAX_VALUE);
      for (int t = 0; t < capacity; t++) {
        int row = (part * capacity + t) * width;
        for (int i = 0; i < frequencies.length; i++) {
          boolean halves = rotary.layout() == Rotary.Layout.HALVES;
          int first = row + (halves ? i : 2 * i);
          int second = row + (halves ? i + frequencies.length : 2 * i + 1);
          double angle = t * frequencies[i];
          double amplitude = rotary.scaling().amplitude();
          cos[first] = cos[second] = (float) (Math.cos(angle) * amplitude);
          sin[second] = (float) (Math.sin(angle) * amplitude);
          sin[first] = -sin[second];
        }
      }
    }
    return new float[][] {cos, sin};
  }

  @Override
  public void close() {
    if (cosines != null && signedSines != null) {
      cosines.release();
      signedSines.release();
      cosines = null;
      signedSines = null;
    }
  }
}
