/** Read {@link org.plumbline.lm.hub.GoldenTokenizerTest} first. */
@NullMarked
package org.plumbline.lm.hub;

import org.jspecify.annotations.NullMarked;
