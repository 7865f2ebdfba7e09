/** Read {@link org.plumbline.lm.encoder.GoldenTokenizerTest} first. */
@NullMarked
package org.plumbline.lm.encoder;

import org.jspecify.annotations.NullMarked;
