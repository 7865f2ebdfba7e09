/** What a text is worth: read {@link org.plumbline.core.score.Scorer} first. */
@NullMarked
package org.plumbline.core.score;

import org.jspecify.annotations.NullMarked;
