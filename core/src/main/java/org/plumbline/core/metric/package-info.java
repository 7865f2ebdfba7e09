/**
 * How near a text is to references: BLEU in two definitions, GLEU, ROUGE, chrF and exact match.
 * Read {@link org.plumbline.core.metric.Bleu} first, and {@link
 * org.plumbline.core.metric.MetricName} for what reports print.
 */
@NullMarked
package org.plumbline.core.metric;

import org.jspecify.annotations.NullMarked;
