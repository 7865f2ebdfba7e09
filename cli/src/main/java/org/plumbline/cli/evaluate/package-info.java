/**
 * Models that answer the same questions, compared: read {@link
 * org.plumbline.cli.evaluate.ArmComparison} first.
 */
@NullMarked
package org.plumbline.cli.evaluate;

import org.jspecify.annotations.NullMarked;
