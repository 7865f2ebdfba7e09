/**
 * Prompts as files with slots: read {@link org.plumbline.distill.template.PromptTemplate}.
 *
 * <p>What a textbook or a model wrote goes into a slot between marks, see {@link
 * org.plumbline.distill.template.Fence}.
 */
@NullMarked
package org.plumbline.distill.template;

import org.jspecify.annotations.NullMarked;
