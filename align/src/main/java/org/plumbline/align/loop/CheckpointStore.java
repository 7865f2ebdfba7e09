package org.plumbline.align.loop;

import java.util.List;
import java.util.OptionalLong;

/** Where checkpoints go; {@link RunCheckpoints} keeps them in a run folder. */
public interface CheckpointStore {

  /**
   * Writes all parts as they are after this step; the previous checkpoint stays whole until this
   * one is.
   */
  void save(long step, List<Checkpointable> parts);

  /**
   * Overwrites all parts by the newest whole checkpoint.
   *
   * @return its step; empty if there is none, and then nothing is changed
   */
  OptionalLong restoreLatest(List<Checkpointable> parts);

  /** A run that keeps nothing, for trials and tests. */
  CheckpointStore NONE =
      new CheckpointStore() {
        @Override
        public void save(long step, List<Checkpointable> parts) {}

        @Override
        public OptionalLong restoreLatest(List<Checkpointable> parts) {
          return OptionalLong.empty();
        }
      };
}
