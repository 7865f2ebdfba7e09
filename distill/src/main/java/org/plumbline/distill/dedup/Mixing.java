package org.plumbline.distill.dedup;

/** Spreads what differs in a few bits over all 64. */
final class Mixing {
  private Mixing() {}

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014), with its increment. */
  static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
