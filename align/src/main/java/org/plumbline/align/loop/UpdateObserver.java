package org.plumbline.align.loop;

/** Is told of every optimiser update; Elastic Reset is one. */
@FunctionalInterface
public interface UpdateObserver {

  /**
   * Called when the weights have just changed.
   *
   * @param update number of this update, from 1
   */
  void afterUpdate(long update);
}
