/**
 * Better prompts by reflection and resampling: read {@link
 * org.plumbline.distill.optimize.PromptOptimizer} first.
 */
@NullMarked
package org.plumbline.distill.optimize;

import org.jspecify.annotations.NullMarked;
