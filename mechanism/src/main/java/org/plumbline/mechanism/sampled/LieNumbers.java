package org.plumbline.mechanism.sampled;

/** Numbers of lies: in their names, whole ones without a point, and out of nowhere. */
final class LieNumbers {
  private LieNumbers() {}

  static String text(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }

  /** A number from 0 to 1 that depends on seed and place alone: the finaliser of SplitMix64. */
  static double uniform(long seed, int place) {
    long z = seed + (place + 1) * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
  }
}
