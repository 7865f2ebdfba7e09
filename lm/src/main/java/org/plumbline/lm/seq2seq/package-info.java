/**
 * Models that read one text and write another: T5, BART, Marian.
 *
 * <p>Read {@link org.plumbline.lm.seq2seq.Seq2SeqLm} first, then {@link
 * org.plumbline.lm.seq2seq.BeamSearch}.
 */
@NullMarked
package org.plumbline.lm.seq2seq;

import org.jspecify.annotations.NullMarked;
