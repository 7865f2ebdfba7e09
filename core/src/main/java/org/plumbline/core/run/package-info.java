/**
 * What a long command leaves behind and comes back to: read {@link
 * org.plumbline.core.run.RunFolder} first, then {@link org.plumbline.core.run.Checkpoints}.
 */
@NullMarked
package org.plumbline.core.run;

import org.jspecify.annotations.NullMarked;
