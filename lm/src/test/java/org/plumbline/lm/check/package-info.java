/** Read {@link org.plumbline.lm.check.ModelCheckTest} first. */
@NullMarked
package org.plumbline.lm.check;

import org.jspecify.annotations.NullMarked;
