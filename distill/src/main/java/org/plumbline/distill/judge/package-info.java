/**
 * Grading answers by a model, and how far such grades can be trusted: read {@link
 * org.plumbline.distill.judge.Judge} first.
 */
@NullMarked
package org.plumbline.distill.judge;

import org.jspecify.annotations.NullMarked;
