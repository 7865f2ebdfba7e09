/**
 * Networks that read a whole text: BERT and those after it, and what a reward model needs of any of
 * them.
 *
 * <p>Read {@link org.plumbline.lm.encoder.Trunk} first, then {@link
 * org.plumbline.lm.encoder.Encoder} and {@link org.plumbline.lm.encoder.Bert}.
 */
@NullMarked
package org.plumbline.lm.encoder;

import org.jspecify.annotations.NullMarked;
