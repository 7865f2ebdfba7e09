/** Read {@link org.plumbline.lm.encoder.EncodersTest} first. */
@NullMarked
package org.plumbline.lm.encoder;

import org.jspecify.annotations.NullMarked;
