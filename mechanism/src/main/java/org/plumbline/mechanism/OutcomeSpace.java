package org.plumbline.mechanism;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What the model can say: the finite set T* of the paper, as complete outcomes with names.
 *
 * @param names of the outcomes, each once
 */
public record OutcomeSpace(List<String> names) {

  public OutcomeSpace {
    names = List.copyOf(names);
    unless(!names.isEmpty(), "a game needs at least one outcome (got none); name them");
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      unless(!name.isBlank(), "an outcome needs a name (got a blank one)");
      unless(seen.add(name), "outcomes have different names (got '%s' twice)", name);
    }
  }

  /** Outcomes that are called x1, x2, and so on. */
  public static OutcomeSpace ofSize(int count) {
    unless(count >= 1, "a game needs at least one outcome (got %d)", count);
    return new OutcomeSpace(IntStream.rangeClosed(1, count).mapToObj(i -> "x" + i).toList());
  }

  /** How many outcomes there are. */
  public int size() {
    return names.size();
  }
}
