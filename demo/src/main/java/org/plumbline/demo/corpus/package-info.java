/**
 * Plain texts and prompts for a small language model: read {@link org.plumbline.demo.corpus.Corpus}
 * first.
 */
@NullMarked
package org.plumbline.demo.corpus;

import org.jspecify.annotations.NullMarked;
