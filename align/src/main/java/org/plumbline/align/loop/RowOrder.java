package org.plumbline.align.loop;

import java.util.List;

/**
 * Which texts share a row, and which rows a batch, at each step; it follows from the seed and the
 * step's number alone, so a resumed run needs nothing but its step.
 */
public interface RowOrder {

  /** Steps of one pass over all texts. */
  long stepsPerEpoch();

  /** The rows of a step's batch, each the numbers of the texts in it; steps count from 1. */
  List<int[]> rows(long step);
}
