/** Read {@link org.plumbline.lm.GoldenModels} first. */
@NullMarked
package org.plumbline.lm;

import org.jspecify.annotations.NullMarked;
