/** From the files of a textbook to paragraphs: read {@link org.plumbline.distill.corpus.Ingest}. */
@NullMarked
package org.plumbline.distill.corpus;

import org.jspecify.annotations.NullMarked;
