/**
 * What all training has in common: steps, seeds, optimiser updates, checkpoints, interruption.
 *
 * <p>Read {@link org.plumbline.align.loop.TrainingLoop} first, then {@link
 * org.plumbline.align.loop.Optimization}.
 */
@NullMarked
package org.plumbline.align.loop;

import org.jspecify.annotations.NullMarked;
