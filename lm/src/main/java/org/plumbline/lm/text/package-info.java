/**
 * From text to token ids and back, and the training of vocabularies.
 *
 * <p>Read {@link org.plumbline.lm.text.TextEncoder} first: it is the one encoder of training,
 * scoring, evaluation and serving. {@link org.plumbline.lm.text.Tokenizer} is what it stands on,
 * {@link org.plumbline.lm.text.BpeTrainer} makes a new vocabulary.
 */
@NullMarked
package org.plumbline.lm.text;

import org.jspecify.annotations.NullMarked;
