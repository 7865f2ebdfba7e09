package org.plumbline.cli.frame;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.plumbline.align.loop.StopSignal;

/**
 * Turns Ctrl-C and a termination request into an orderly end: the step that runs is finished, a
 * checkpoint is written, and the process ends with code 130.
 */
public final class StopSwitch implements StopSignal {
  /** A step and a checkpoint may take so long before the process ends without them. */
  private static final long PATIENCE_MINUTES = 10;

  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean stopping;
  private volatile boolean orderly;
  private volatile ExitCode code = ExitCode.INTERRUPTED;

  @Override
  public boolean stopRequested() {
    return stopping;
  }

  /** From now on the work looks at this between its steps, and is worth waiting for. */
  void orderly() {
    orderly = true;
  }

  /** Asks the work to stop. */
  public void stop() {
    stopping = true;
  }

  /** Stops the work when the process is asked to end, and waits for it. */
  public void listen(PrintStream err) {
    Thread hook =
        new Thread(
            () -> {
              if (finished.getCount() == 0) {
                return;
              }
              if (!orderly) {
                Runtime.getRuntime().halt(code.number());
              }
              stop();
              err.println("stopping: the step that runs is finished and kept ...");
              waitForTheWork();
              Runtime.getRuntime().halt(code.number());
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Says that the work has ended in this way, so that the process may.
   *
   * @return the process's exit code
   */
  public int finish(ExitCode how) {
    code = how;
    finished.countDown();
    return how.number();
  }

  private void waitForTheWork() {
    try {
      boolean inTime = finished.await(PATIENCE_MINUTES, TimeUnit.MINUTES);
      if (!inTime) {
        code = ExitCode.INTERRUPTED;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
