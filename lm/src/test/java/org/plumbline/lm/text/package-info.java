/** Read {@link org.plumbline.lm.text.GoldenTokenizerTest} first. */
@NullMarked
package org.plumbline.lm.text;

import org.jspecify.annotations.NullMarked;
