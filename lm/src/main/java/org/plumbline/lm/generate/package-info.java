/** Completions of prompts: read {@link org.plumbline.lm.generate.Generator} first. */
@NullMarked
package org.plumbline.lm.generate;

import org.jspecify.annotations.NullMarked;
