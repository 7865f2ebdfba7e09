/** Read {@link org.plumbline.lm.family.LlamaTest} first. */
@NullMarked
package org.plumbline.lm.family;

import org.jspecify.annotations.NullMarked;
