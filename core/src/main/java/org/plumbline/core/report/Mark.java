package org.plumbline.core.report;

/**
 * A step worth a sign on the curve.
 *
 * @param step of the policy's training
 * @param type what happened there
 */
public record Mark(int step, Type type) {

  /** What a mark stands for. */
  public enum Type {
    /** The policy went back to its moving average (Elastic Reset). */
    RESET,
    /** The step that early stopping would have kept. */
    EARLY_STOP
  }
}
