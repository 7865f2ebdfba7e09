/** Which texts say the same: read {@link org.plumbline.distill.dedup.Deduplication}. */
@NullMarked
package org.plumbline.distill.dedup;

import org.jspecify.annotations.NullMarked;
