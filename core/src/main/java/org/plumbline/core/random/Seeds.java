package org.plumbline.core.random;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One root seed, and from it any number of named streams that do not depend on one another.
 *
 * <p>{@code seeds.child("member", 2).stream("order")} is the same whatever else was drawn before,
 * so adding a stream somewhere changes nothing elsewhere, and nothing but the root seed needs to be
 * stored.
 *
 * @param root the seed of this node of the hierarchy
 */
public record Seeds(long root) {

  /** The node below this one that has the given name. */
  public Seeds child(String name) {
    return new Seeds(mix(root ^ hash(name)));
  }

  /** The node below this one that has the given name and number. */
  public Seeds child(String name, long number) {
    return new Seeds(mix(child(name).root + mix(number + 1)));
  }

  /** A fresh generator at the start of the named stream. */
  public SplittableRandom stream(String name) {
    return new SplittableRandom(child(name).root);
  }

  /**
   * So many of the items, drawn without replacement from the named stream, in the order drawn.
   *
   * @param count at most; all of them, shuffled, if there are no more
   */
  public <T> List<T> sample(String name, List<T> items, int count) {
    SplittableRandom random = stream(name);
    List<T> left = new ArrayList<>(items);
    int drawn = Math.min(count, left.size());
    for (int i = 0; i < drawn; i++) {
      Collections.swap(left, i, i + random.nextInt(left.size() - i));
    }
    return List.copyOf(left.subList(0, drawn));
  }

  /** FNV-1a: the same on every JVM, and spelled out so that it stays so. */
  private static long hash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
