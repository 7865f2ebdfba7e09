/**
 * The native layer: tensors with automatic differentiation, and the scopes that free them.
 *
 * <p>Read {@link org.plumbline.lm.tensor.Tensor} first, then {@link org.plumbline.lm.tensor.Scope}.
 * Only this package knows libtorch.
 */
@NullMarked
package org.plumbline.lm.tensor;

import org.jspecify.annotations.NullMarked;
