/**
 * Families of language models, a file for each: what its configuration says, and what its weights
 * are called.
 *
 * <p>Read {@link org.plumbline.lm.family.CausalFamily} first, then {@link
 * org.plumbline.lm.family.Llama}; what they describe is computed by {@link
 * org.plumbline.lm.model.Decoder}. Encoders are an {@link org.plumbline.lm.family.EncoderFamily}
 * each, encoder-decoders an {@link org.plumbline.lm.family.Seq2SeqFamily}.
 */
@NullMarked
package org.plumbline.lm.family;

import org.jspecify.annotations.NullMarked;
