package org.plumbline.core.math;

import static org.plumbline.core.error.Require.require;

/**
 * Which checkpoint of one supervised run a member of a weight average starts from (WARM, section
 * 3.2).
 *
 * @param checkpoints how many checkpoints there are
 */
public record Baklava(int checkpoints) {

  public Baklava {
    require(
        checkpoints >= 1,
        "members need at least one checkpoint to start from (got %d)",
        checkpoints);
  }

  /**
   * Members take the checkpoints in turn: member m starts from number m modulo the count, all from
   * 0.
   */
  public int checkpointOf(int member) {
    return Math.floorMod(member, checkpoints);
  }
}
