package org.plumbline.align.loop;

import java.util.Map;

/** Is given each step's row of metrics: a file, a progress bar, a test. */
@FunctionalInterface
public interface StepListener {

  /**
   * Called after a step.
   *
   * @param step number of the step, from 1
   * @param steps how many there will be
   * @param metrics name and value; the name says the unit where it is not plain
   */
  void afterStep(long step, long steps, Map<String, Double> metrics);

  /**
   * Called once after a resume, when rows after this step, if there are any, are to be forgotten.
   */
  default void resumedAt(long step) {}
}
