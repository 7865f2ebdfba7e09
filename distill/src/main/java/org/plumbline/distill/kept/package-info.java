/**
 * Answers that stay: a cache that outlives its process, and recordings for tests. Read {@link
 * org.plumbline.distill.kept.CachedModel} first.
 */
@NullMarked
package org.plumbline.distill.kept;

import org.jspecify.annotations.NullMarked;
