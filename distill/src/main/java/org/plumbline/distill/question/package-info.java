/**
 * Questions from paragraphs and from earlier questions: read {@link
 * org.plumbline.distill.question.QuestionRun}.
 */
@NullMarked
package org.plumbline.distill.question;

import org.jspecify.annotations.NullMarked;
