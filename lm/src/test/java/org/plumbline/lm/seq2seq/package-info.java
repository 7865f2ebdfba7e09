/** Read {@link org.plumbline.lm.seq2seq.BeamSearchTest} first. */
@NullMarked
package org.plumbline.lm.seq2seq;

import org.jspecify.annotations.NullMarked;
