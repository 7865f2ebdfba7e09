/** How weights follow gradients: read {@link org.plumbline.lm.optim.AdamW} first. */
@NullMarked
package org.plumbline.lm.optim;

import org.jspecify.annotations.NullMarked;
