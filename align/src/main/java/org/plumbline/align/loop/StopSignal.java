package org.plumbline.align.loop;

/** Whether the user has asked the run to stop; looked at between two steps. */
@FunctionalInterface
public interface StopSignal {

  /** A run that nobody stops. */
  StopSignal NEVER = () -> false;

  /** Whether the run should write a checkpoint and end. */
  boolean stopRequested();
}
