/**
 * How weights follow gradients: read {@link org.plumbline.lm.optim.Optimizer} first, then {@link
 * org.plumbline.lm.optim.AdamW}.
 */
@NullMarked
package org.plumbline.lm.optim;

import org.jspecify.annotations.NullMarked;
