/**
 * Named tensors in files, and averages of them: read {@link org.plumbline.core.weights.Weights}
 * first, then {@link org.plumbline.core.weights.WeightAverage}.
 */
@NullMarked
package org.plumbline.core.weights;

import org.jspecify.annotations.NullMarked;
