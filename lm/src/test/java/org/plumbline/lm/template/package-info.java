/** Read {@link org.plumbline.lm.template.GoldenChatTemplateTest} first. */
@NullMarked
package org.plumbline.lm.template;

import org.jspecify.annotations.NullMarked;
