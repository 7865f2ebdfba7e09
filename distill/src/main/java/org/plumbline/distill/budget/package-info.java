/**
 * What questions may cost, and what they cost: read {@link org.plumbline.distill.budget.Budget}
 * first.
 */
@NullMarked
package org.plumbline.distill.budget;

import org.jspecify.annotations.NullMarked;
