package org.plumbline.distill.dedup;

/**
 * How a signature is cut into bands, so that texts that agree in a whole band are compared
 * (locality-sensitive hashing; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.4).
 *
 * @param bands number of bands
 * @param rows places in a band
 */
record Banding(int bands, int rows) {
  private static final double MISSED = 0.005;

  /**
   * The longest bands that miss at most one in 200 of the pairs at the threshold, and fewer of
   * those above it.
   *
   * @param places in a signature
   * @param agreement probability that two texts at the threshold agree at a place
   */
  static Banding of(int places, double agreement) {
    for (int rows = places; rows > 1; rows--) {
      int bands = places / rows;
      if (Math.pow(1 - Math.pow(agreement, rows), bands) <= MISSED) {
        return new Banding(bands, rows);
      }
    }
    return new Banding(places, 1);
  }

  /** What stands for a band in an index. */
  long key(long[] signature, int band) {
    long key = Mixing.mix(band);
    for (int row = 0; row < rows; row++) {
      key = Mixing.mix(key ^ signature[band * rows + row]);
    }
    return key;
  }
}
