/**
 * Chat templates: Jinja as Hugging Face uses it, from messages to text and to tokens.
 *
 * <p>Read {@link org.plumbline.lm.template.ChatTemplate} first; {@link
 * org.plumbline.lm.template.ChatEncoder} goes on to token ids and the mask of what the assistant
 * wrote. Below them {@code TemplateLexer} and {@code TemplateParser} make the tree that {@code
 * Interpreter} walks, on values that behave as Python's do.
 */
@NullMarked
package org.plumbline.lm.template;

import org.jspecify.annotations.NullMarked;
