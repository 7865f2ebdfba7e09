package org.plumbline.align.loop;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InterruptedRunException;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.tensor.Ops;

/**
 * Runs numbered steps, each with its own random streams, writes checkpoints, and stops when asked
 * to.
 *
 * <p>An algorithm calls this and never extends it. All chance of a step follows from the seed and
 * its number, so that a run that was stopped anywhere and resumed ends with the same bits as one
 * that was not, at the same number of threads.
 */
public final class TrainingLoop {

  /**
   * How long, and how often the state is saved.
   *
   * @param steps number of steps of the whole run
   * @param checkpointEvery steps between two checkpoints; 0 writes one at the end only
   */
  public record Options(long steps, long checkpointEvery) {
    public Options {
      require(steps > 0, "steps must be positive (got %d)", steps);
      require(
          checkpointEvery >= 0,
          "checkpoint-every must not be negative (got %d); 0 is at the end only",
          checkpointEvery);
    }
  }

  private final Options options;
  private final Seeds seeds;
  private final List<Checkpointable> parts;
  private final CheckpointStore store;
  private final List<StepListener> listeners;
  private final StopSignal stop;
  private final BooleanSupplier finished;

  /**
   * A loop over these parts.
   *
   * @param seeds the node of the hierarchy that belongs to this run
   * @param parts everything that steps change
   * @param listeners given each step's metrics, in this order
   */
  public TrainingLoop(
      Options options,
      Seeds seeds,
      List<Checkpointable> parts,
      CheckpointStore store,
      List<StepListener> listeners,
      StopSignal stop) {
    this(options, seeds, parts, store, listeners, stop, () -> false);
  }

  /**
   * As above.
   *
   * @param finished whether nothing is left to do though there are steps left; its answer must
   *     follow from the parts
   */
  public TrainingLoop(
      Options options,
      Seeds seeds,
      List<Checkpointable> parts,
      CheckpointStore store,
      List<StepListener> listeners,
      StopSignal stop,
      BooleanSupplier finished) {
    this.options = options;
    this.seeds = seeds;
    this.parts = List.copyOf(parts);
    this.store = store;
    this.listeners = List.copyOf(listeners);
    this.stop = stop;
    this.finished = finished;
  }

  /** A loop that keeps no checkpoints and tells nobody. */
  public TrainingLoop(long steps, Seeds seeds) {
    this(
        new Options(steps, 0), seeds, List.of(), CheckpointStore.NONE, List.of(), StopSignal.NEVER);
  }

  /**
   * Runs the steps that the newest checkpoint leaves to do; all of them if there is none.
   *
   * @throws InterruptedRunException if the user stopped it; a checkpoint of the last whole step was
   *     written
   * @throws FailedException if a step could not be done, naming it and its rows; the last
   *     checkpoint is as it was
   */
  public void run(Consumer<Step> work) {
    long done = store.restoreLatest(parts).orElse(0);
    long kept = done;
    for (StepListener listener : listeners) {
      listener.resumedAt(done);
    }
    for (long number = done + 1; number <= options.steps() && !finished.getAsBoolean(); number++) {
      Step step = new Step(number, seeds.child("step", number));
      Ops.seedDropout(step.seeds().child("dropout").root());
      work(work, step, kept);
      for (StepListener listener : listeners) {
        listener.afterStep(number, options.steps(), step.metrics());
      }
      boolean last = number == options.steps() || finished.getAsBoolean();
      boolean stopping = !last && stop.stopRequested();
      if (last
          || stopping
          || (options.checkpointEvery() > 0 && number % options.checkpointEvery() == 0)) {
        store.save(number, parts);
        kept = number;
      }
      if (stopping) {
        throw new InterruptedRunException(
            "stopped after step %d of %d; everything up to there is kept. Go on with --resume"
                .formatted(number, options.steps()));
      }
    }
  }

  private static void work(Consumer<Step> work, Step step, long kept) {
    try {
      work.accept(step);
    } catch (FailedException e) {
      throw new FailedException(
          "%s: %s. %s"
              .formatted(
                  step.description(),
                  e.getMessage(),
                  kept > 0
                      ? "The checkpoint of step %d is kept".formatted(kept)
                      : "No checkpoint was written before"),
          e);
    }
  }
}
