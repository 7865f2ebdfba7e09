/** Answers to questions: read {@link org.plumbline.distill.answer.AnswerRun}. */
@NullMarked
package org.plumbline.distill.answer;

import org.jspecify.annotations.NullMarked;
