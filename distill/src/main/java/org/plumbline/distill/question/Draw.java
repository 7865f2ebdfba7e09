package org.plumbline.distill.question;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Draws without putting back. */
final class Draw {
  private Draw() {}

  /** So many of the items in random order; all of them if there are fewer. */
  static <T> List<T> without(List<T> items, int count, SplittableRandom random) {
    List<T> rest = new ArrayList<>(items);
    int drawn = Math.min(count, rest.size());
    for (int i = 0; i < drawn; i++) {
      Collections.swap(rest, i, random.nextInt(i, rest.size()));
    }
    return List.copyOf(rest.subList(0, drawn));
  }
}
