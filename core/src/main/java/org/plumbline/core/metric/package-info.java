/**
 * How near a text is to references: BLEU in two definitions, GLEU and ROUGE. Read {@link
 * org.plumbline.core.metric.Bleu} first.
 */
@NullMarked
package org.plumbline.core.metric;

import org.jspecify.annotations.NullMarked;
