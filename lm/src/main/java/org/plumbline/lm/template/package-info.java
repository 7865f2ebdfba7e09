/**
 * Chat templates: Jinja as Hugging Face uses it, from messages to text.
 *
 * <p>Read {@link org.plumbline.lm.template.ChatTemplate} first. Below it {@code TemplateLexer} and
 * {@code TemplateParser} make the tree that {@code Interpreter} walks, on values that behave as
 * Python's do.
 */
@NullMarked
package org.plumbline.lm.template;

import org.jspecify.annotations.NullMarked;
