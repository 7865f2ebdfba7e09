/**
 * How near a text is to references: BLEU in two definitions, GLEU, ROUGE, chrF, exact match and F1.
 * Read {@link org.plumbline.core.metric.Bleu} first.
 */
@NullMarked
package org.plumbline.core.metric;

import org.jspecify.annotations.NullMarked;
