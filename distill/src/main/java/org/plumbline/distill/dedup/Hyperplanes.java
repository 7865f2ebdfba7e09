package org.plumbline.distill.dedup;

import java.util.random.RandomGenerator;

/**
 * Signatures of vectors that agree at a place with probability 1 - angle / pi: on which side of
 * random hyperplanes they lie (Charikar 2002).
 */
final class Hyperplanes {
  static final int PLANES = 512;

  private final float[][] normals;

  /**
   * Draws them.
   *
   * @param length of the vectors
   */
  Hyperplanes(int length, RandomGenerator random) {
    normals = new float[length][PLANES];
    for (float[] row : normals) {
      for (int plane = 0; plane < PLANES; plane++) {
        row[plane] = (float) random.nextGaussian();
      }
    }
  }

  /** Probability that vectors of this cosine agree at a place. */
  static double agreement(double cosine) {
    return 1 - Math.acos(cosine) / Math.PI;
  }

  long[] signature(float[] vector) {
    float[] sides = new float[PLANES];
    for (int i = 0; i < vector.length; i++) {
      float value = vector[i];
      float[] row = normals[i];
      for (int plane = 0; plane < PLANES; plane++) {
        sides[plane] += value * row[plane];
      }
    }
    long[] signature = new long[PLANES];
    for (int plane = 0; plane < PLANES; plane++) {
      signature[plane] = sides[plane] >= 0 ? 1 : 0;
    }
    return signature;
  }
}
