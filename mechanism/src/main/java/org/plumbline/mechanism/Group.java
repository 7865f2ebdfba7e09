package org.plumbline.mechanism;

import static org.plumbline.mechanism.InvalidGameException.unless;

/**
 * What one group of people reports: the players of the game.
 *
 * @param name by which errors and results call it
 * @param size w, its number of members, at least 1
 * @param reward rm, what each of its members gets from each outcome
 */
public record Group(String name, long size, Reward reward) {
  /** Larger numbers are not exact in the double arithmetic of the welfare. */
  static final long LARGEST_SIZE = 1L << 53;

  public Group {
    unless(!name.isBlank(), "a group needs a name (got a blank one)");
    unless(
        size >= 1 && size <= LARGEST_SIZE,
        "group '%s': a size is a number of members, at least 1 (got %d)",
        name,
        size);
  }

  /**
   * A group whose size may come from a file.
   *
   * @throws InvalidGameException if the size is not a whole number of at least 1
   */
  public static Group of(String name, double size, double... reward) {
    unless(
        size >= 1 && size <= LARGEST_SIZE && size == Math.rint(size),
        "group '%s': a size is a whole number of members, at least 1 (got %s); to weigh groups by"
            + " other numbers, give the training rule affine weights",
        name,
        size);
    try {
      return new Group(name, (long) size, Reward.of(reward));
    } catch (InvalidGameException e) {
      throw new InvalidGameException("group '%s': %s".formatted(name, e.getMessage()));
    }
  }

  /** The same group with another reward model in its report. */
  public Group withReward(Reward other) {
    return new Group(name, size, other);
  }

  /** The same group with another size in its report. */
  public Group withSize(long other) {
    return new Group(name, other, reward);
  }
}
