/** Models that answer, and what may come back: read {@link org.plumbline.distill.llm.ChatModel}. */
@NullMarked
package org.plumbline.distill.llm;

import org.jspecify.annotations.NullMarked;
