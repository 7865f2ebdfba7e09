package org.plumbline.lm.model;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.plumbline.lm.tensor.Tensor;

/**
 * Token sequences of unequal lengths side by side.
 *
 * <p>Shorter rows are filled up on the right. What fills them is no token: positions and masks come
 * from lengths, so the filling changes nothing. A row is one document, unless the batch is {@link
 * #packed}.
 */
public final class TokenBatch {
  private final List<int[]> rows;
  private final List<int[]> segments;
  private final int[][] documents;
  private final int width;

  /** A batch of these sequences, each of one segment; none may be empty. */
  public TokenBatch(List<int[]> rows) {
    this(rows, List.of());
  }

  /**
   * A batch of sequences of several segments.
   *
   * @param segments the segment type of each token of each sequence; an empty list for 0 throughout
   */
  public TokenBatch(List<int[]> rows, List<int[]> segments) {
    this(rows, segments, rows.stream().map(row -> new int[] {row.length}).toArray(int[][]::new));
  }

  private TokenBatch(List<int[]> rows, List<int[]> segments, int[][] documents) {
    require(!rows.isEmpty(), "a batch needs at least one sequence (got none)");
    for (int[] row : rows) {
      require(row.length > 0, "a sequence of a batch needs at least one token (got none)");
    }
    require(
        segments.isEmpty() || Arrays.equals(lengths(segments), lengths(rows)),
        "segment types must be given for all tokens or for none (got %s for rows of %s)",
        Arrays.toString(lengths(segments)),
        Arrays.toString(lengths(rows)));
    this.rows = List.copyOf(rows);
    this.segments = List.copyOf(segments);
    this.documents = documents;
    this.width = rows.stream().mapToInt(row -> row.length).max().orElseThrow();
  }

  /**
   * Rows of several documents each, one behind another: positions begin anew with each, and none
   * sees another, so that they are read as if each had a row of its own.
   *
   * @param rows the documents of each row; none may be empty
   */
  public static TokenBatch packed(List<List<int[]>> rows) {
    List<int[]> joined = new ArrayList<>();
    for (List<int[]> row : rows) {
      joined.add(row.stream().flatMapToInt(Arrays::stream).toArray());
    }
    return new TokenBatch(
        joined,
        List.of(),
        rows.stream()
            .map(row -> row.stream().mapToInt(document -> document.length).toArray())
            .toArray(int[][]::new));
  }

  public List<int[]> rows() {
    return rows;
  }

  /** Number of tokens of each document of each row; one document a row unless it is packed. */
  int[][] documents() {
    return documents;
  }

  /** Whether some row holds several documents. */
  public boolean isPacked() {
    return Arrays.stream(documents).anyMatch(row -> row.length > 1);
  }

  /** Length of the longest document. */
  public int longestDocument() {
    return Arrays.stream(documents).flatMapToInt(Arrays::stream).max().orElseThrow();
  }

  /** Place of each token in its document, [batch, time]; 0 in what fills rows up. */
  Tensor positions() {
    long[] positions = new long[size() * width];
    for (int r = 0; r < size(); r++) {
      int n = r * width;
      for (int length : documents[r]) {
        for (int t = 0; t < length; t++) {
          positions[n++] = t;
        }
      }
    }
    return Tensor.ofLongs(positions, size(), width);
  }

  /** Number of sequences. */
  public int size() {
    return rows.size();
  }

  /** Length of the longest sequence. */
  public int width() {
    return width;
  }

  public int length(int row) {
    return rows.get(row).length;
  }

  /** Number of tokens of each row, [batch]. */
  public int[] lengths() {
    return lengths(rows);
  }

  private static int[] lengths(List<int[]> rows) {
    return rows.stream().mapToInt(row -> row.length).toArray();
  }

  /** Number of real tokens. */
  public int tokens() {
    return rows.stream().mapToInt(row -> row.length).sum();
  }

  /** Ids, [batch, time]. */
  public Tensor ids() {
    return filled(rows);
  }

  /** Segment types, 0 where none were given, [batch, time]. */
  public Tensor segments() {
    return filled(segments);
  }

  private Tensor filled(List<int[]> values) {
    long[] all = new long[size() * width];
    for (int r = 0; r < values.size(); r++) {
      int[] row = values.get(r);
      for (int t = 0; t < row.length; t++) {
        all[r * width + t] = row[t];
      }
    }
    return Tensor.ofLongs(all, size(), width);
  }

  /** True at real tokens, [batch, time]. */
  public boolean[] mask() {
    boolean[] mask = new boolean[size() * width];
    for (int r = 0; r < size(); r++) {
      Arrays.fill(mask, r * width, r * width + length(r), true);
    }
    return mask;
  }

  /** Whether all rows have the same length. */
  public boolean isRectangular() {
    return rows.stream().allMatch(row -> row.length == width);
  }

  /**
   * Places of the last real tokens in a flattened [batch * time] view.
   *
   * <p>They follow from lengths: a filling id may equal a real one.
   *
   * @param lengths tokens of each row, [batch]
   */
  public static Tensor lastTokens(int[] lengths, long time) {
    long[] last = new long[lengths.length];
    for (int r = 0; r < last.length; r++) {
      last[r] = r * time + lengths[r] - 1;
    }
    return Tensor.ofLongs(last, last.length);
  }
}
